#include "common/hdfs/reconfiguration_admin.h"

#include "common/hdfs/namenode_proxy.h"
#include "common/hdfs/user_identity.h"
#include "common/protocol/hdfs/reconfiguration.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

class ReconfigurationAdmin::Connection {
 public:
  Connection(Daemon daemon, HostPort address, const Configuration& configuration)
      : server_(std::move(address), current_user(), configuration),
        proxy_(server_.protocol(daemon == Daemon::kNameNode
                                    ? "org.apache.hadoop.hdfs.protocol.ReconfigurationProtocol"
                                    : "org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol")) {}

  template <class Response, class Request>
  Result<Response> call(std::string_view method, const Request& request) {
    return proxy_->call<Response>(method, request);
  }

 private:
  NamenodeProxy server_;
  std::unique_ptr<rpc::BlockingProxy> proxy_;
};

ReconfigurationAdmin::ReconfigurationAdmin(Daemon daemon, HostPort address,
                                           const Configuration& configuration)
    : connection_(std::make_unique<Connection>(daemon, std::move(address), configuration)) {}

ReconfigurationAdmin::~ReconfigurationAdmin() = default;

Result<void> ReconfigurationAdmin::start() {
  TRY(connection_->call<pb::StartReconfigurationResponseProto>(
      "startReconfiguration", pb::StartReconfigurationRequestProto()));
  return {};
}

Result<ReconfigurationTask> ReconfigurationAdmin::status() {
  const auto answer = TRY(connection_->call<pb::GetReconfigurationStatusResponseProto>(
      "getReconfigurationStatus", pb::GetReconfigurationStatusRequestProto()));
  ReconfigurationTask task{.start_ms = answer.starttime(), .end_ms = answer.endtime()};
  for (const auto& change : answer.changes()) {
    auto& added = task.changes.emplace_back(ReconfigurationChange{
        .name = change.name(), .old_value = change.oldvalue(), .new_value = change.newvalue()});
    if (change.has_errormessage()) added.error = change.errormessage();
  }
  return task;
}

Result<std::vector<std::string>> ReconfigurationAdmin::properties() {
  const auto answer = TRY(connection_->call<pb::ListReconfigurablePropertiesResponseProto>(
      "listReconfigurableProperties", pb::ListReconfigurablePropertiesRequestProto()));
  return std::vector<std::string>(answer.name().begin(), answer.name().end());
}

}  // namespace mammoth::hdfs
