// Positional reads that ask a second DataNode when the first is slow (Hadoop: DFSInputStream's
// hedgedFetchBlockByteRange). Each attempt has a thread and a buffer of its own; who loses the race
// finishes unheard.
#include <condition_variable>
#include <cstring>
#include <vector>

#include "common/base/log.h"
#include "common/hdfs/hdfs_client.h"
#include "common/hdfs/hdfs_reader.h"
#include "common/net/failure_text.h"
#include "common/protocol/hdfs/located_block.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

struct Outcome {
  int attempt = 0;
  std::vector<std::byte> bytes{};  // none: it failed
  std::unique_ptr<BlockSource> source{};
  bool corrupt = false;
};

struct Race {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Outcome> outcomes;  // guarded by mutex

  void add(Outcome outcome) {
    const std::lock_guard lock(mutex);
    outcomes.push_back(std::move(outcome));
    changed.notify_all();
  }
};

Outcome fetch(HdfsClient& client, const pb::LocatedBlockProto& block,
              const pb::DatanodeInfoProto& node, BlockRange range, int attempt) {
  Outcome outcome{.attempt = attempt};
  try {
    outcome.source = open_block_source(client, block, node, range);
    std::vector<std::byte> bytes(range.length_bytes);
    for (std::size_t done = 0; done < bytes.size();) {
      const auto count = outcome.source->read(std::span(bytes).subspan(done));
      if (count == 0) return outcome;
      done += count;
    }
    outcome.bytes = std::move(bytes);
  } catch (const ChecksumMismatch&) {
    outcome.corrupt = true;
  } catch (const std::exception& error) {
    log::info("client", "a hedged read from {} failed: {}", node.id().ipaddr(), failure_text(error));
  }
  return outcome;
}

// On a thread if one is to spare, else here and now.
void start(HdfsClient& client, const std::shared_ptr<Race>& race,
           const std::shared_ptr<const pb::LocatedBlockProto>& block, pb::DatanodeInfoProto node,
           BlockRange range, int attempt) {
  auto work = [&client, race, block, node = std::move(node), range, attempt] {
    race->add(fetch(client, *block, node, range, attempt));
  };
  if (client.hedged.start(work)) return;
  client.hedged.count_in_calling_thread();
  work();
}

}  // namespace

Result<std::optional<std::size_t>> HdfsReader::read_hedged(std::uint64_t offset_bytes,
                                                           std::span<std::byte> buffer) {
  const std::shared_ptr<const BlockLocations::Block> block = TRY(blocks_->at(offset_bytes));
  const std::uint64_t begin = offset_bytes - block->offset();
  const BlockRange range{begin, std::min<std::uint64_t>(buffer.size(), block->b().numbytes() - begin),
                         verifies_};
  std::vector<pb::DatanodeInfoProto> nodes;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& node : block->locs())
      if (!dead_nodes_.contains(node.id().datanodeuuid())) nodes.push_back(node);
  }
  const auto race = std::make_shared<Race>();
  std::size_t seen = 0;
  for (std::size_t started = 0; seen < nodes.size();) {
    if (started < nodes.size()) {
      if (started == 1 && seen == 0) client_->hedged.count_operation();
      start(*client_, race, block, nodes[started], range, static_cast<int>(started));
      ++started;
    }
    std::unique_lock lock(race->mutex);
    const auto has_news = [&] { return race->outcomes.size() > seen; };
    if (started == 1 && nodes.size() > 1) {
      if (!race->changed.wait_for(lock, client_->settings.hedged_read_threshold, has_news)) continue;
    } else {
      race->changed.wait(lock, has_news);
    }
    auto outcome = std::move(race->outcomes[seen++]);
    lock.unlock();
    if (outcome.bytes.empty()) {
      blame(*block, nodes[static_cast<std::size_t>(outcome.attempt)], outcome.corrupt);
      continue;
    }
    if (outcome.attempt > 0) client_->hedged.count_win();
    std::memcpy(buffer.data(), outcome.bytes.data(), outcome.bytes.size());
    return std::optional(counted(*outcome.source, outcome.bytes.size()));
  }
  return std::optional<std::size_t>();
}

}  // namespace mammoth::hdfs
