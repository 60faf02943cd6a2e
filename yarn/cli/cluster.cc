#include <fmt/format.h>

#include <vector>

#include "common/protocol/yarn/client_cluster.pb.h"
#include "yarn/cli/commands.h"

namespace mammoth::yarn {

int run_cluster(Session& session, const Words& words) {
  if (has(words, "-lnl") || has(words, "--list-node-labels")) {
    const auto answer = session.clients().call<hadoop::yarn::GetClusterNodeLabelsResponseProto>(
        "getClusterNodeLabels", hadoop::yarn::GetClusterNodeLabelsRequestProto());
    if (!answer) return fail(answer.error());
    std::vector<std::string> labels;
    for (const auto& label : answer->nodelabels())
      labels.push_back(fmt::format("<{}:exclusivity={}>", label.name(), label.isexclusive()));
    print(fmt::format("Node Labels: {}", fmt::join(labels, ",")));
    return 0;
  }
  complain("usage: yarn cluster -lnl");
  return has(words, "-help") ? 0 : kFailed;
}

}  // namespace mammoth::yarn
