// Carries out a plan (Hadoop: Dispatcher): finds blocks that fit, and has them moved, several at a
// time.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "hdfs-cli/balancer/plan.h"
#include "hdfs-cli/environment.h"
#include "hdfs-cli/worker_pool.h"

namespace mammoth::cli::balancer {

struct DispatchOptions {
  std::size_t threads = 32;
  std::uint64_t fetch_bytes = 2ull << 30;      // of blocks, with one question
  std::uint64_t min_block_bytes = 10u << 20;   // smaller ones are not worth a move
  std::int64_t time_limit_ms = 20 * 60 * 1000;  // of one iteration
};

class Dispatcher {
 public:
  // All must outlive it.
  Dispatcher(Environment& environment, hdfs::BalancerClient& client, const DispatchOptions& options)
      : environment_(environment), client_(client), options_(options) {}

  // Bytes that were moved. A move that fails is logged and left for the next iteration; an error is
  // one of the NameNode. `spaces` are those of the plan.
  Result<std::uint64_t> run(const std::vector<hdfs::DatanodeSpace>& spaces, Plan plan);
  std::uint64_t bytes_moved() const { return bytes_moved_; }  // of all runs

 private:
  using Nodes = std::unordered_map<std::string, const hdfs::DatanodeReport*>;

  Result<std::size_t> submit_some(std::vector<Transfer>& transfers, std::size_t first,
                                  WorkerPool& pool);
  bool fits(const hdfs::MovableBlock& block, const Transfer& transfer) const;
  const hdfs::DatanodeReport* proxy_for(const hdfs::MovableBlock& block,
                                        const Transfer& transfer) const;
  void move(const hdfs::ReplicaMove& move);

  Environment& environment_;
  hdfs::BalancerClient& client_;
  const DispatchOptions options_;
  Nodes nodes_;
  std::unordered_set<BlockId> moved_;  // in this process's life: the NameNode hears of it later
  std::atomic<std::uint64_t> bytes_moved_{0};
};

}  // namespace mammoth::cli::balancer
