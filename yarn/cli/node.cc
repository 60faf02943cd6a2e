#include <fmt/format.h>
#include <strings.h>

#include <algorithm>

#include "common/config/values.h"
#include "common/protocol/yarn/client_cluster.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

using wire::NodeReportProto;
using yarn_tokens::id_text;

std::string node_state(const NodeReportProto& it) {
  return without_prefix(wire::NodeStateProto_Name(it.node_state()), "NS_");
}

void print_details(const NodeReportProto& it) {
  print("Detailed Node Information :");
  print("\tConfigured Resources : " + resource_text(it.capability()));
  print("\tAllocated Resources : " + resource_text(it.used()));
  print("\tResource Utilization by Node : " + utilization_text(it.node_utilization()));
  print("\tResource Utilization by Containers : " + utilization_text(it.containers_utilization()));
  print(fmt::format("\tNode-Labels : {}", fmt::join(it.node_labels(), ",")));
}

Result<wire::GetClusterNodesRequestProto> nodes_request(const Words& words) {
  wire::GetClusterNodesRequestProto request;
  if (has(words, "-all")) return request;
  if (const std::string* states = value_of(words, "-states")) {
    for (std::string name : split_list(*states)) {
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
      wire::NodeStateProto state{};
      if (name == "ALL") return wire::GetClusterNodesRequestProto();
      if (!wire::NodeStateProto_Parse("NS_" + name, &state))
        return Error{ErrorCode::kIllegalArgument, "The node state " + name + " is invalid."};
      request.add_nodestates(state);
    }
  }
  if (request.nodestates().empty()) request.add_nodestates(wire::NS_RUNNING);
  return request;
}

int list_nodes(Session& session, const Words& words) {
  const auto request = nodes_request(words);
  if (!request) {
    print(request.error().message);
    print(
        "The valid node state can be one of the following: NEW,RUNNING,UNHEALTHY,DECOMMISSIONED,"
        "LOST,REBOOTED,DECOMMISSIONING,SHUTDOWN.");
    return kFailed;
  }
  const auto answer =
      session.clients().call<wire::GetClusterNodesResponseProto>("getClusterNodes", *request);
  if (!answer) return fail(answer.error());
  print(fmt::format("Total Nodes:{}", answer->nodereports_size()));
  const auto row = [](const auto&... cells) {
    print(fmt::format("{:>16}\t{:>15}\t{:>17}\t{:>28}", cells...));
  };
  row("Node-Id", "Node-State", "Node-Http-Address", "Number-of-Running-Containers");
  for (const auto& it : answer->nodereports()) {
    row(id_text(it.nodeid()), node_state(it), it.httpaddress(), it.numcontainers());
    if (has(words, "-showDetails")) print_details(it);
  }
  return 0;
}

void print_node(const NodeReportProto& it) {
  print("Node Report : ");
  print("\tNode-Id : " + id_text(it.nodeid()));
  print("\tRack : " + it.rackname());
  print("\tNode-State : " + node_state(it));
  print("\tNode-Http-Address : " + it.httpaddress());
  print(fmt::format("\tLast-Health-Update : {}:{:03}{}",
                    time_text(it.last_health_report_time(), "%a %d/%b/%y %I:%M:%S"),
                    it.last_health_report_time() % 1000,
                    time_text(it.last_health_report_time(), "%Z")));
  print("\tHealth-Report : " + it.health_report());
  print(fmt::format("\tContainers : {}", it.numcontainers()));
  print(fmt::format("\tMemory-Used : {}MB", it.used().memory()));
  print(fmt::format("\tMemory-Capacity : {}MB", it.capability().memory()));
  print(fmt::format("\tCPU-Used : {} vcores", it.used().virtual_cores()));
  print(fmt::format("\tCPU-Capacity : {} vcores", it.capability().virtual_cores()));
  print(fmt::format("\tNode-Labels : {}", fmt::join(it.node_labels(), ",")));
  print("\tNode Attributes : ");
  print("\tResource Utilization by Node : " + utilization_text(it.node_utilization()));
  print("\tResource Utilization by Containers : " + utilization_text(it.containers_utilization()));
  print("");
}

int show_node(Session& session, const std::string& name) {
  const auto answer = session.clients().call<wire::GetClusterNodesResponseProto>(
      "getClusterNodes", wire::GetClusterNodesRequestProto());
  if (!answer) return fail(answer.error());
  const auto found = std::ranges::find_if(answer->nodereports(), [&](const NodeReportProto& it) {
    return id_text(it.nodeid()) == name;
  });
  if (found == answer->nodereports().end())
    print("Could not find the node report for node id : " + name);
  else
    print_node(*found);
  return 0;
}

}  // namespace

int run_node(Session& session, const Words& given) {
  constexpr std::string_view kUsage =
      "usage: node -list [-all] [-states STATES] [-showDetails] | -status NODE";
  Words words = given;
  for (std::string& word : words)
    if (::strcasecmp(word.c_str(), "-all") == 0) word = "-all";
  if (const auto code = refuse(
          words,
          {{"-list"}, {"-all"}, {"-states", kMany}, {"-showDetails"}, {"-status", 1}, {"-help"}},
          kUsage))
    return *code;
  if (const std::string* id = value_of(words, "-status"); id && words.size() == 2)
    return show_node(session, *id);
  if (has(words, "-list") && !has(words, "-status")) return list_nodes(session, words);
  const bool misused = !has(words, "-help") && !has(words, "-status");
  if (misused) complain("Invalid Command Usage : ");
  print(kUsage);
  return has(words, "-status") ? kFailed : 0;
}

}  // namespace mammoth::yarn
