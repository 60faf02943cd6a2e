// What `yarn application` changes, and what it asks for that.
#pragma once

#include <optional>

#include "common/protocol/yarn/client_application.pb.h"
#include "yarn/cli/session.h"

namespace mammoth::yarn {

namespace wire = ::hadoop::yarn;

Result<wire::ApplicationReportProto> report_of(Session& session,
                                               const wire::ApplicationIdProto& id);
bool is_finished(const wire::ApplicationReportProto& report);

// -changeQueue, -movetoqueue, -updatePriority, -updateLifetime: the exit code, or nothing where the
// words ask for none of them or lack the other half.
std::optional<int> change_application(Session& session, const Words& words);

}  // namespace mammoth::yarn
