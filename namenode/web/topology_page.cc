#include "namenode/web/topology_page.h"

#include <fmt/format.h>

#include <map>

#include "common/http/json.h"

namespace mammoth::namenode {

namespace {

// By rack and address, both in the order of their texts; then the host's name.
using Racks = std::map<std::string, std::map<std::string, std::string>>;

Racks read_racks(const WebParts& parts) {
  const auto nodes = parts.system.read_blocks(
      [](const BlockManager& blocks) { return blocks.datanodes(DatanodeReportKind::kLive); });
  Racks racks;
  for (const auto& node : nodes)
    racks[node->network_location][node->id.xfer_address()] = node->id.host_name;
  return racks;
}

std::string as_text(const Racks& racks) {
  std::string text;
  for (const auto& [rack, nodes] : racks) {
    text += fmt::format("Rack: {}\n", rack);
    for (const auto& [address, name] : nodes) text += fmt::format("   {} ({})\n", address, name);
    text += '\n';
  }
  return text;
}

std::string as_json(const Racks& racks) {
  http::JsonWriter json;
  json.begin_array();
  for (const auto& [rack, nodes] : racks) {
    json.begin_object().key(rack).begin_array();
    for (const auto& [address, name] : nodes)
      json.begin_object().member("ip", address).member("hostname", name).end_object();
    json.end_array().end_object();
  }
  return std::move(json.end_array()).text();
}

}  // namespace

http::Response topology_page(const WebParts& parts, const http::Request& request) {
  const bool wants_json =
      request.header("Accept").value_or("").find("json") != std::string_view::npos;
  const Racks racks = read_racks(parts);
  return {.headers = {{"Content-Type", wants_json ? "application/json; charset=UTF-8"
                                                  : "text/plain; charset=UTF-8"}},
          .body = racks.empty() ? "No DataNodes" : wants_json ? as_json(racks) : as_text(racks)};
}

}  // namespace mammoth::namenode
