// Names of applications, attempts and containers, from text to message. Pure; thread-safe. The
// opposite is common/yarn_tokens/id_text.h.
#pragma once

#include <string_view>

#include "common/base/result.h"

namespace hadoop::yarn {
class ApplicationAttemptIdProto;
class ApplicationIdProto;
class ContainerIdProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

namespace wire = ::hadoop::yarn;

// Refusals (kIllegalArgument) in the words of Hadoop's parsers.
Result<wire::ApplicationIdProto> parse_application_id(std::string_view text);
Result<wire::ApplicationAttemptIdProto> parse_attempt_id(std::string_view text);
Result<wire::ContainerIdProto> parse_container_id(std::string_view text);

}  // namespace mammoth::yarn
