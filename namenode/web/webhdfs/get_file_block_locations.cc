#include "namenode/blocks/block_text.h"
#include "namenode/web/webhdfs/json_status.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

void write_location(const LocatedFileBlock& block, http::JsonWriter& json) {
  const auto& targets = block.located.locations;
  const auto list = [&](std::string_view name, auto&& text_of) {
    json.key(name).begin_array();
    for (const StorageTarget& target : targets) json.value(text_of(target));
    json.end_array();
  };
  json.begin_object();
  list("topologyPaths", [](const StorageTarget& target) {
    return target.datanode->network_location + "/" + target.datanode->id.xfer_address();
  });
  json.member("corrupt", block.located.corrupt);
  json.key("cachedHosts").begin_array().end_array();
  list("names", [](const StorageTarget& target) { return target.datanode->id.xfer_address(); });
  json.member("offset", block.offset_bytes);
  list("hosts", [](const StorageTarget& target) { return target.datanode->id.host_name; });
  json.member("length", block.located.block.length_bytes);
  list("storageTypes",
       [](const StorageTarget& target) { return storage_type_name(target.storage->type); });
  json.end_object();
}

}  // namespace

Result<void> get_file_block_locations(const WebOperation& call) {
  const auto offset = TRY(call.parameters.number(webhdfs::numbers::kOffset)).value_or(0);
  const auto length =
      TRY(call.parameters.number(webhdfs::numbers::kLength)).value_or(webhdfs::numbers::kLongMax);
  const LocatedFile located = TRY(
      call.system().get_block_locations(call.caller, call.path, static_cast<std::uint64_t>(offset),
                                        static_cast<std::uint64_t>(length)));
  http::JsonWriter json;
  json.begin_object().key("BlockLocations").begin_object().key("BlockLocation").begin_array();
  for (const LocatedFileBlock& block : located.blocks) write_location(block, json);
  call.answer_json(std::move(json.end_array().end_object().end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
