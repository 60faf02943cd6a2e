// -refreshServiceAcl, -refreshCallQueue, -refresh and -fetchImage.
#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

Result<int> refresh_service_acl(Environment& environment, Arguments) {
  TRY(TRY(open_default_admin(environment))->refresh_service_acl());
  environment.out.line("Refresh service acl successful");
  return 0;
}

Result<int> refresh_call_queue(Environment& environment, Arguments) {
  TRY(TRY(open_default_admin(environment))->refresh_call_queue());
  environment.out.line("Refresh call queue successful");
  return 0;
}

Result<int> refresh(Environment&, Arguments) {
  return Error{ErrorCode::kUnsupportedOperation, "Generic refreshes are not supported."};
}

Result<int> fetch_image(Environment&, Arguments) {
  return Error{
      ErrorCode::kUnsupportedOperation,
      "The namespace is kept in a database; there is no image file to fetch. Copy the name "
      "directory of a stopped NameNode instead."};
}

}  // namespace

constexpr AdminCommand kRefreshServiceAcl{"refreshServiceAcl",
                                          "-refreshServiceAcl",
                                          "Makes the NameNode read its service-level rules again.",
                                          0,
                                          0,
                                          &refresh_service_acl};

constexpr AdminCommand kRefreshCallQueue{"refreshCallQueue",
                                         "-refreshCallQueue",
                                         "Makes the NameNode read the settings of its queue again; "
                                         "it refuses, because it has none.",
                                         0,
                                         0,
                                         &refresh_call_queue};

constexpr AdminCommand kRefresh{"refresh",
                                "-refresh <host:ipc_port> <key> [arg1..argn",
                                "Refreshes a part of a daemon by name; not supported.",
                                2,
                                kAnyNumber,
                                &refresh,
                                "-refresh <hostname:ipc_port> <resource_identifier> [arg1..argn"};

constexpr AdminCommand kFetchImage{"fetchImage",
                                   "-fetchImage <local directory>",
                                   "Downloads the newest image; there is none.",
                                   1,
                                   1,
                                   &fetch_image};

}  // namespace mammoth::cli
