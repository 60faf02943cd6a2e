// An application as it is submitted over REST (Hadoop: ApplicationSubmissionContextInfo and its
// parts), in the words of the wire.
#pragma once

#include <string>

#include "common/base/result.h"
#include "yarn/resource_manager/cluster/application.h"

namespace mammoth::http {
struct JsonValue;
}

namespace mammoth::yarn {

// kIllegalArgument with Hadoop's text for what is missing or malformed; else as from_proto()
// refuses.
Result<ApplicationSpec> submission_of(const http::JsonValue& body, const std::string& user);

}  // namespace mammoth::yarn
