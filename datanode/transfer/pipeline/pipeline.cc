#include "datanode/transfer/pipeline/pipeline.h"

#include "common/base/log.h"

namespace mammoth::datanode {

void Pipeline::finalize(bool hold) {
  const auto finalized = conversation.context.store.finalize(replica, syncs_names);
  if (!finalized) throw ErrorException(finalized.error());
  auto& events = conversation.context.events;
  const auto ticket = events.received(finalized->block, replica.volume(), {});
  log::info("datanode", "Received {} on volume {} size {} from {}", to_text(finalized->block),
            replica.volume().root(), finalized->block.length_bytes, conversation.remote);
  if (hold) events.wait_until_reported(ticket, conversation.context.options.report_hold);
}

}  // namespace mammoth::datanode
