#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_status(const WebOperation& call) {
  const CapacityStatistics capacity =
      call.system().read_blocks([](const BlockManager& blocks) { return blocks.capacity(); });
  http::JsonWriter json;
  json.begin_object().key("FsStatus").begin_object().member("used", capacity.used_bytes);
  json.member("remaining", capacity.remaining_bytes);
  json.member("capacity", capacity.capacity_bytes).end_object().end_object();
  call.answer_json(std::move(json));
  return {};
}

}  // namespace mammoth::namenode::web_ops
