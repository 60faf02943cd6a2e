// Applications and attempts as records. What lives on in memory alone (heartbeats, progress, where
// a master can be reached) is not kept: its master says it again.
#pragma once

#include <string>
#include <string_view>

#include "yarn/resource_manager/cluster/application.h"

namespace mammoth::yarn {

// One that is FINISHING has its end on record: it is written as FINISHED.
std::string encode_application(const Application& application);
std::string encode_attempt(const ApplicationAttempt& attempt);

// Without its attempts. Throws MalformedInput.
Application decode_application(const ApplicationId& id, std::string_view record);
ApplicationAttempt decode_attempt(const AttemptId& id, std::string_view record);

}  // namespace mammoth::yarn
