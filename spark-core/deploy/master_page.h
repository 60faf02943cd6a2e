// What the master shows over HTTP (Spark: MasterPage, JsonProtocol): /json/ for programs, with
// Spark's names, and one page for people.
#pragma once

#include "spark-core/deploy/cluster_state.h"

namespace mammoth::spark::deploy {

std::string master_json(const std::string& url, const ClusterState& state, std::int64_t now_ms);
std::string master_page(const std::string& url, const ClusterState& state);

}  // namespace mammoth::spark::deploy
