#include "namenode/web/webhdfs/json_status.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_block_locations(const WebOperation& call) {
  const auto offset = TRY(call.parameters.number(webhdfs::numbers::kOffset)).value_or(0);
  const auto length =
      TRY(call.parameters.number(webhdfs::numbers::kLength)).value_or(webhdfs::numbers::kLongMax);
  const LocatedFile located = TRY(
      call.system().get_block_locations(call.caller, call.path, static_cast<std::uint64_t>(offset),
                                        static_cast<std::uint64_t>(length)));
  http::JsonWriter json;
  json.begin_object().key("LocatedBlocks");
  write_json(located, call.system().block_pool_id(), json);
  call.answer_json(std::move(json.end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
