#include <fmt/format.h>

#include <vector>

#include "common/protocol/yarn/client_cluster.pb.h"
#include "yarn/cli/commands.h"

namespace mammoth::yarn {

int run_cluster(Session& session, const Words& words) {
  if (has(words, "-lnl") || has(words, "--list-node-labels")) {
    const auto answer = session.clients().call<hadoop::yarn::GetClusterNodeLabelsResponseProto>(
        "getClusterNodeLabels", hadoop::yarn::GetClusterNodeLabelsRequestProto());
    if (!answer) return thrown(answer.error());
    std::vector<std::string> labels;
    for (const auto& label : answer->nodelabels())
      labels.push_back(fmt::format("<{}:exclusivity={}>", label.name(), label.isexclusive()));
    print(fmt::format("Node Labels: {}", fmt::join(labels, ",")));
    return 0;
  }
  if (has(words, "-lna") || has(words, "--list-node-attributes")) {
    const auto answer = session.clients().call<hadoop::yarn::GetClusterNodeAttributesResponseProto>(
        "getClusterNodeAttributes", hadoop::yarn::GetClusterNodeAttributesRequestProto());
    if (!answer) return thrown(answer.error());
    for (const auto& it : answer->nodeattributes())
      print(fmt::format("{}/{}({})", it.attributekey().attributeprefix(),
                        it.attributekey().attributename(),
                        hadoop::yarn::NodeAttributeTypeProto_Name(it.attributetype())));
    print("");
    return 0;
  }
  if (!has(words, "-help") && !has(words, "-h")) complain("Invalid Command Usage : ");
  print("usage: yarn cluster -lnl | -lna");
  return 0;
}

}  // namespace mammoth::yarn
