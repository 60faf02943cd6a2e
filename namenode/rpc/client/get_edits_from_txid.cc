#include <algorithm>

#include "common/protocol/hdfs/client_namenode/inotify.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_event.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetEditsFromTxidResponseProto> ClientFeatures::get_edits_from_txid(
    const wire::GetEditsFromTxidRequestProto& request, rpc::Call& call) {
  const auto from = static_cast<std::uint64_t>(std::max<std::int64_t>(request.txid(), 0));
  const EventPage page = TRY(system_.read_events(caller_of(call), from));
  call.hold_until(system_.last_sequence());  // nobody hears of what a crash could undo
  wire::GetEditsFromTxidResponseProto response;
  auto* list = response.mutable_eventslist();
  list->set_synctxid(static_cast<std::int64_t>(page.last_transaction));
  list->set_firsttxid(-1);
  list->set_lasttxid(-1);
  if (page.batches.empty()) return response;
  list->set_firsttxid(static_cast<std::int64_t>(page.batches.front().transaction_id));
  list->set_lasttxid(static_cast<std::int64_t>(page.batches.back().transaction_id));
  for (const EventBatch& batch : page.batches) {
    auto* proto = list->add_batch();
    proto->set_txid(static_cast<std::int64_t>(batch.transaction_id));
    for (const NamespaceEvent& event : batch.events) to_proto(event, proto->add_events());
  }
  return response;
}

}  // namespace mammoth::namenode
