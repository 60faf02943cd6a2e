#include "spark-core/scheduler/map_output_tracker.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "common/base/check.h"

namespace mammoth::spark::scheduler {

MapOutputTracker::Shuffle& MapOutputTracker::at(ShuffleId shuffle) {
  const auto found = shuffles_.find(shuffle);
  check(found != shuffles_.end(), "a registered shuffle");
  return found->second;
}
const MapOutputTracker::Shuffle& MapOutputTracker::at(ShuffleId shuffle) const {
  return const_cast<MapOutputTracker*>(this)->at(shuffle);
}

void MapOutputTracker::register_shuffle(ShuffleId shuffle, int map_count, int reduce_count) {
  check(!contains(shuffle), "a shuffle is registered once");
  Shuffle& made = shuffles_[shuffle];
  made.reduce_count = reduce_count;
  made.outputs.resize(at_index(map_count));
  made.lost.resize(at_index(map_count));
}

void MapOutputTracker::unregister_shuffle(ShuffleId shuffle) {
  shuffles_.erase(shuffle);
}

void MapOutputTracker::register_map_output(ShuffleId shuffle, int map_index, MapStatus status) {
  Shuffle& known = at(shuffle);
  auto& output = known.outputs[at_index(map_index)];
  auto& lost = known.lost[at_index(map_index)];
  if (output)
    known.index_of_map_id.erase(output->map_id());
  else
    ++known.available;
  const auto& before = output ? output : lost;
  if (before && before->checksum() != status.checksum() &&
      !std::ranges::count(known.checksum_mismatches, map_index))
    known.checksum_mismatches.push_back(map_index);
  known.index_of_map_id[status.map_id()] = map_index;
  output = std::move(status);
}

void MapOutputTracker::give_up(Shuffle& shuffle, int map_index) {
  auto& output = shuffle.outputs[at_index(map_index)];
  shuffle.index_of_map_id.erase(output->map_id());
  shuffle.lost[at_index(map_index)] = std::move(output);
  output.reset();
  --shuffle.available;
}

void MapOutputTracker::unregister_map_output(ShuffleId shuffle, int map_index,
                                             const BlockManagerId& location) {
  Shuffle& known = at(shuffle);
  check(map_index >= 0 && at_index(map_index) < known.outputs.size(), "a map of this shuffle");
  const auto& output = known.outputs[at_index(map_index)];
  if (output && output->location() == location) give_up(known, map_index);
  increment_epoch();
}

void MapOutputTracker::unregister_all_map_outputs(ShuffleId shuffle) {
  Shuffle& known = at(shuffle);
  for (int map = 0; at_index(map) < known.outputs.size(); ++map)
    if (known.outputs[at_index(map)]) give_up(known, map);
  increment_epoch();
}

void MapOutputTracker::update_map_output(ShuffleId shuffle, std::int64_t map_id,
                                         BlockManagerId location) {
  const auto entry = shuffles_.find(shuffle);
  if (entry == shuffles_.end()) return;
  Shuffle& known = entry->second;
  if (const auto index = known.index_of_map_id.find(map_id); index != known.index_of_map_id.end()) {
    known.outputs[at_index(index->second)]->move_to(std::move(location));
    increment_epoch();
    return;
  }
  for (int map = 0; at_index(map) < known.lost.size(); ++map) {
    auto& lost = known.lost[at_index(map)];
    if (!lost || lost->map_id() != map_id || known.outputs[at_index(map)]) continue;
    lost->move_to(std::move(location));
    known.index_of_map_id[map_id] = map;
    known.outputs[at_index(map)] = std::move(*lost);
    lost.reset();
    ++known.available;
    return;
  }
}

template <class Lost>
void MapOutputTracker::remove_where(Lost&& lost) {
  for (auto& [id, shuffle] : shuffles_)
    for (int map = 0; at_index(map) < shuffle.outputs.size(); ++map) {
      const auto& output = shuffle.outputs[at_index(map)];
      if (output && lost(output->location())) give_up(shuffle, map);
    }
  increment_epoch();
}

void MapOutputTracker::remove_outputs_on_host(const std::string& host) {
  remove_where([&](const BlockManagerId& at) { return at.host == host; });
}
void MapOutputTracker::remove_outputs_on_executor(const std::string& executor_id) {
  remove_where([&](const BlockManagerId& at) { return at.executor_id == executor_id; });
}

int MapOutputTracker::available_outputs(ShuffleId shuffle) const {
  const auto found = shuffles_.find(shuffle);
  return found == shuffles_.end() ? 0 : found->second.available;
}

std::vector<int> MapOutputTracker::missing_partitions(ShuffleId shuffle) const {
  const Shuffle& known = at(shuffle);
  std::vector<int> missing;
  if (complete(shuffle)) return missing;
  for (int map = 0; at_index(map) < known.outputs.size(); ++map)
    if (!known.outputs[at_index(map)]) missing.push_back(map);
  return missing;
}

bool MapOutputTracker::complete(ShuffleId shuffle) const {
  const Shuffle& known = at(shuffle);
  return at_index(known.available) == known.outputs.size();
}

const MapStatus* MapOutputTracker::map_status(ShuffleId shuffle, int map_index) const {
  const auto& output = at(shuffle).outputs.at(at_index(map_index));
  return output ? &*output : nullptr;
}

const MapStatus* MapOutputTracker::map_status_by_id(ShuffleId shuffle, std::int64_t map_id) const {
  const auto entry = shuffles_.find(shuffle);
  if (entry == shuffles_.end()) return nullptr;
  const auto index = entry->second.index_of_map_id.find(map_id);
  return index == entry->second.index_of_map_id.end() ? nullptr
                                                      : map_status(shuffle, index->second);
}

const std::vector<int>& MapOutputTracker::checksum_mismatches(ShuffleId shuffle) const {
  return at(shuffle).checksum_mismatches;
}

Result<std::vector<MapOutputsAt>> MapOutputTracker::outputs_for(ShuffleId shuffle, int first_reduce,
                                                                int last_reduce, int first_map,
                                                                int last_map) const {
  const auto entry = shuffles_.find(shuffle);
  if (entry == shuffles_.end())
    return Error{ErrorCode::kFileNotFound,
                 fmt::format("Missing all output locations for shuffle {}", shuffle.value())};
  const auto& outputs = entry->second.outputs;
  last_map = std::min(last_map, static_cast<int>(outputs.size()));
  std::map<BlockManagerId, std::vector<MapOutputBlock>> by_location;
  for (int map = first_map; map < last_map; ++map) {
    const auto& output = outputs[at_index(map)];
    if (!output)
      return Error{ErrorCode::kFileNotFound,
                   fmt::format("Missing an output location for shuffle {} partition {}",
                               shuffle.value(), first_reduce)};
    for (int reduce = first_reduce; reduce < last_reduce; ++reduce)
      if (const std::uint64_t bytes = output->size_bytes(reduce); bytes > 0)
        by_location[output->location()].push_back({output->map_id(), map, reduce, bytes});
  }
  std::vector<MapOutputsAt> result;
  result.reserve(by_location.size());
  for (auto& [location, blocks] : by_location) result.push_back({location, std::move(blocks)});
  return result;
}

std::vector<BlockManagerId> MapOutputTracker::largest_outputs(ShuffleId shuffle, int reduce,
                                                              double fraction) const {
  const auto entry = shuffles_.find(shuffle);
  if (entry == shuffles_.end()) return {};
  std::map<BlockManagerId, std::uint64_t> bytes_at;
  std::uint64_t total = 0;
  for (const auto& output : entry->second.outputs)
    if (const std::uint64_t bytes = output ? output->size_bytes(reduce) : 0; bytes > 0)
      bytes_at[output->location()] += bytes, total += bytes;
  std::vector<BlockManagerId> largest;
  for (const auto& [location, bytes] : bytes_at)
    if (static_cast<double>(bytes) / static_cast<double>(total) >= fraction)
      largest.push_back(location);
  return largest;
}

std::vector<std::string> MapOutputTracker::preferred_hosts(ShuffleId shuffle, int reduce) const {
  const auto entry = shuffles_.find(shuffle);
  if (entry == shuffles_.end() || entry->second.outputs.size() >= kLocalityMapLimit ||
      entry->second.reduce_count >= kLocalityReduceLimit)
    return {};
  std::vector<std::string> hosts;
  for (const BlockManagerId& location : largest_outputs(shuffle, reduce, kReducerLocalityFraction))
    if (!std::ranges::count(hosts, location.host)) hosts.push_back(location.host);
  return hosts;
}

std::vector<std::uint64_t> MapOutputTracker::statistics(ShuffleId shuffle) const {
  const Shuffle& known = at(shuffle);
  std::vector<std::uint64_t> totals(at_index(known.reduce_count), 0);
  for (const auto& output : known.outputs)
    for (int reduce = 0; output && reduce < known.reduce_count; ++reduce)
      totals[at_index(reduce)] += output->size_bytes(reduce);
  return totals;
}

}  // namespace mammoth::spark::scheduler
