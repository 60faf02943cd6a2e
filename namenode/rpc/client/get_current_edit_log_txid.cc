#include "common/protocol/hdfs/client_namenode/inotify.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetCurrentEditLogTxidResponseProto> ClientFeatures::get_current_edit_log_txid(
    const wire::GetCurrentEditLogTxidRequestProto&, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "getCurrentEditLogTxid"));
  wire::GetCurrentEditLogTxidResponseProto response;
  response.set_txid(static_cast<std::int64_t>(system_.last_event_transaction()));
  return response;
}

}  // namespace mammoth::namenode
