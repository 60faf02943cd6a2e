#include "namenode/web/webhdfs/redirect.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "namenode/namespace/path.h"
#include "namenode/web/webhdfs/webhdfs.h"

namespace mammoth::namenode {

namespace {

using DatanodePtr = std::shared_ptr<const DatanodeInfo>;

bool serves_http(const DatanodePtr& node) {
  return node->id.info_port != 0;
}

std::vector<std::string> excluded_nodes(const WebOperation& call) {
  std::vector<std::string> names;
  std::string list = call.parameters.text("excludedatanodes").value_or("");
  std::replace(list.begin(), list.end(), ',', ' ');
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(' ', begin), list.size());
    if (end > begin) names.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

bool is_excluded(const DatanodePtr& node, const std::vector<std::string>& names) {
  const auto& id = node->id;
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == id.xfer_address() || name == id.ip_address || name == id.host_name ||
           name == fmt::format("{}:{}", id.host_name, id.xfer_port);
  });
}

Result<void> refuse_invalid_path(const WebOperation& call) {
  if (is_valid_name(call.path)) return {};
  return Error{ErrorCode::kInvalidPath, "Invalid path name " + call.path};
}

DatanodePtr any_of(const std::vector<DatanodePtr>& nodes) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return nodes[std::uniform_int_distribution<std::size_t>(0, nodes.size() - 1)(random)];
}

}  // namespace

Result<DatanodePtr> choose_datanode(const WebOperation& call) {
  TRY(refuse_invalid_path(call));
  auto nodes = call.system().read_blocks(
      [](const BlockManager& blocks) { return blocks.datanodes(DatanodeReportKind::kLive); });
  const auto excluded = excluded_nodes(call);
  std::erase_if(nodes, [&](const DatanodePtr& node) {
    return !serves_http(node) || is_excluded(node, excluded) ||
           node->admin_state != AdminState::kNormal;
  });
  if (nodes.empty())
    return Error{ErrorCode::kIo, "Failed to find datanode, suggest to check cluster health."};
  std::vector<DatanodePtr> near;
  std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(near), [&](const DatanodePtr& node) {
    return node->id.ip_address == call.caller.remote_address;
  });
  return any_of(near.empty() ? nodes : near);
}

Result<std::uint64_t> length_of_existing(const WebOperation& call) {
  TRY(refuse_invalid_path(call));
  const auto file = TRY(call.system().get_file_info(call.caller, call.path, false));
  if (!file) return Error{ErrorCode::kFileNotFound, "File " + call.path + " not found."};
  const Inode& inode = *file->status.inode;
  return inode.is_file() ? inode.length_bytes() : 0;
}

Result<DatanodePtr> choose_datanode_with(const WebOperation& call, std::uint64_t offset_bytes,
                                         std::uint64_t length_bytes) {
  if (length_bytes == 0) return choose_datanode(call);
  const LocatedFile located =
      TRY(call.system().get_block_locations(call.caller, call.path, offset_bytes, 1));
  const auto excluded = excluded_nodes(call);
  for (const LocatedFileBlock& block : located.blocks)
    for (const StorageTarget& target : block.located.locations)
      if (serves_http(target.datanode) && !is_excluded(target.datanode, excluded))
        return target.datanode;
  return choose_datanode(call);
}

Result<void> redirect(const WebOperation& call, const DatanodeInfo& datanode,
                      const RedirectParameters& parameters) {
  std::string location =
      fmt::format("http://{}:{}{}{}?op={}", datanode.id.host_name, datanode.id.info_port,
                  WebHdfs::kPrefix, http::encode_path(call.path), call.name);
  const auto add = [&](std::string_view name, std::string_view value) {
    location += fmt::format("&{}={}", name, http::encode_query_value(value));
  };
  if (const auto doas = call.parameters.text("doas")) add("doas", *doas);
  if (const auto user = call.parameters.text("user.name")) add("user.name", *user);
  add("namenoderpcaddress",
      fmt::format("{}:{}", call.system().options().host_name, call.parts.rpc_port));
  for (const auto& [name, value] : parameters) add(name, value);
  if (TRY(call.parameters.boolean("noredirect")).value_or(false)) {
    http::JsonWriter json;
    json.begin_object().member("Location", location).end_object();
    call.answer_json(std::move(json));
    return {};
  }
  http::Response response{.status = 307, .headers = web_headers("application/octet-stream")};
  response.headers.emplace_back("Location", std::move(location));
  call.exchange.respond(std::move(response));
  return {};
}

}  // namespace mammoth::namenode
