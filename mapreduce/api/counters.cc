#include "mapreduce/api/counters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce {

namespace {

constexpr int kMaxUserCounters = 120;
constexpr std::size_t kMaxGroups = 50;

struct Known {
  std::string_view name;
  std::string_view display;
};

constexpr std::array kTaskCounters{
    Known{"MAP_INPUT_RECORDS", "Map input records"},
    Known{"MAP_OUTPUT_RECORDS", "Map output records"},
    Known{"MAP_SKIPPED_RECORDS", "Map skipped records"},
    Known{"MAP_OUTPUT_BYTES", "Map output bytes"},
    Known{"MAP_OUTPUT_MATERIALIZED_BYTES", "Map output materialized bytes"},
    Known{"SPLIT_RAW_BYTES", "Input split bytes"},
    Known{"COMBINE_INPUT_RECORDS", "Combine input records"},
    Known{"COMBINE_OUTPUT_RECORDS", "Combine output records"},
    Known{"REDUCE_INPUT_GROUPS", "Reduce input groups"},
    Known{"REDUCE_SHUFFLE_BYTES", "Reduce shuffle bytes"},
    Known{"REDUCE_INPUT_RECORDS", "Reduce input records"},
    Known{"REDUCE_OUTPUT_RECORDS", "Reduce output records"},
    Known{"REDUCE_SKIPPED_GROUPS", "Reduce skipped groups"},
    Known{"REDUCE_SKIPPED_RECORDS", "Reduce skipped records"},
    Known{"SPILLED_RECORDS", "Spilled Records"},
    Known{"SHUFFLED_MAPS", "Shuffled Maps "},
    Known{"FAILED_SHUFFLE", "Failed Shuffles"},
    Known{"MERGED_MAP_OUTPUTS", "Merged Map outputs"},
    Known{"GC_TIME_MILLIS", "GC time elapsed (ms)"},
    Known{"CPU_MILLISECONDS", "CPU time spent (ms)"},
    Known{"PHYSICAL_MEMORY_BYTES", "Physical memory (bytes) snapshot"},
    Known{"VIRTUAL_MEMORY_BYTES", "Virtual memory (bytes) snapshot"},
    Known{"COMMITTED_HEAP_BYTES", "Total committed heap usage (bytes)"},
    Known{"MAP_PHYSICAL_MEMORY_BYTES_MAX", "Peak Map Physical memory (bytes)"},
    Known{"MAP_VIRTUAL_MEMORY_BYTES_MAX", "Peak Map Virtual memory (bytes)"},
    Known{"REDUCE_PHYSICAL_MEMORY_BYTES_MAX", "Peak Reduce Physical memory (bytes)"},
    Known{"REDUCE_VIRTUAL_MEMORY_BYTES_MAX", "Peak Reduce Virtual memory (bytes)"},
};

constexpr std::array kJobCounters{
    Known{"NUM_FAILED_MAPS", "Failed map tasks"},
    Known{"NUM_FAILED_REDUCES", "Failed reduce tasks"},
    Known{"NUM_KILLED_MAPS", "Killed map tasks"},
    Known{"NUM_KILLED_REDUCES", "Killed reduce tasks"},
    Known{"TOTAL_LAUNCHED_MAPS", "Launched map tasks"},
    Known{"TOTAL_LAUNCHED_REDUCES", "Launched reduce tasks"},
    Known{"OTHER_LOCAL_MAPS", "Other local map tasks"},
    Known{"DATA_LOCAL_MAPS", "Data-local map tasks"},
    Known{"RACK_LOCAL_MAPS", "Rack-local map tasks"},
    Known{"SLOTS_MILLIS_MAPS", "Total time spent by all maps in occupied slots (ms)"},
    Known{"SLOTS_MILLIS_REDUCES", "Total time spent by all reduces in occupied slots (ms)"},
    Known{"TOTAL_LAUNCHED_UBERTASKS", "Launched uber tasks"},
    Known{"NUM_UBER_SUBMAPS", "Map tasks in uber tasks"},
    Known{"NUM_UBER_SUBREDUCES", "Reduce tasks in uber tasks"},
    Known{"MILLIS_MAPS", "Total time spent by all map tasks (ms)"},
    Known{"MILLIS_REDUCES", "Total time spent by all reduce tasks (ms)"},
    Known{"VCORES_MILLIS_MAPS", "Total vcore-milliseconds taken by all map tasks"},
    Known{"VCORES_MILLIS_REDUCES", "Total vcore-milliseconds taken by all reduce tasks"},
    Known{"MB_MILLIS_MAPS", "Total megabyte-milliseconds taken by all map tasks"},
    Known{"MB_MILLIS_REDUCES", "Total megabyte-milliseconds taken by all reduce tasks"},
};

constexpr std::array kFileSystemCounters{
    Known{"BYTES_READ", "Number of bytes read"},
    Known{"BYTES_WRITTEN", "Number of bytes written"},
    Known{"READ_OPS", "Number of read operations"},
    Known{"LARGE_READ_OPS", "Number of large read operations"},
    Known{"WRITE_OPS", "Number of write operations"},
    Known{"BYTES_READ_EC", "Number of bytes read erasure-coded"},
};

constexpr std::array kShuffleErrors{
    Known{"BAD_ID", "BAD_ID"},       Known{"CONNECTION", "CONNECTION"},
    Known{"IO_ERROR", "IO_ERROR"},   Known{"WRONG_LENGTH", "WRONG_LENGTH"},
    Known{"WRONG_MAP", "WRONG_MAP"}, Known{"WRONG_REDUCE", "WRONG_REDUCE"},
};
constexpr std::array kFileInput{Known{"BYTES_READ", "Bytes Read"}};
constexpr std::array kFileOutput{Known{"BYTES_WRITTEN", "Bytes Written"}};

struct KnownGroup {
  std::string_view name;
  std::string_view display;
  int order;
  std::span<const Known> counters;
};

constexpr int kUserOrder = 3;
constexpr std::array kGroups{
    KnownGroup{kFileSystemCounterGroup, "File System Counters", 0, kFileSystemCounters},
    KnownGroup{kJobCounterGroup, "Job Counters ", 1, kJobCounters},
    KnownGroup{kTaskCounterGroup, "Map-Reduce Framework", 2, kTaskCounters},
    KnownGroup{kShuffleErrorsGroup, "Shuffle Errors", 4, kShuffleErrors},
    KnownGroup{kFileInputCounterGroup, "File Input Format Counters ", 5, kFileInput},
    KnownGroup{kFileOutputCounterGroup, "File Output Format Counters ", 6, kFileOutput},
};

// Old names that programs still use.
std::string_view new_name(std::string_view group) {
  if (group == "org.apache.hadoop.mapred.Task$Counter") return kTaskCounterGroup;
  if (group == "org.apache.hadoop.mapred.JobInProgress$Counter") return kJobCounterGroup;
  if (group == "FileSystemCounters") return kFileSystemCounterGroup;
  return group;
}

const KnownGroup* known_group(std::string_view name) {
  const auto* found = std::ranges::find(kGroups, name, &KnownGroup::name);
  return found == kGroups.end() ? nullptr : found;
}

struct Place {
  int ordinal = 0;
  std::string display;
};

// "HDFS_BYTES_READ" is counter BYTES_READ of the scheme HDFS.
Place place_of(const KnownGroup* group, std::string_view name) {
  if (group == nullptr) return {0, std::string(name)};
  std::string_view bare = name;
  std::string lead;
  if (group->order == 0) {
    bare.remove_prefix(std::min(name.find('_') + 1, name.size()));
    lead = std::string(name.substr(0, name.find('_'))) + ": ";
  }
  const auto found = std::ranges::find(group->counters, bare, &Known::name);
  if (found == group->counters.end()) return {1000, std::string(name)};
  int ordinal = static_cast<int>(found - group->counters.begin());
  // Schemes one after the other.
  if (group->order == 0) ordinal += 10 * (lead.empty() ? 0 : static_cast<unsigned char>(lead[0]));
  return {ordinal, lead + std::string(found->display)};
}

}  // namespace

std::vector<const Counter*> CounterGroup::counters() const {
  std::vector<const Counter*> all;
  for (const auto& [place, counter] : counters_) all.push_back(counter.get());
  return all;
}

Counters& Counters::operator=(const Counters& other) {
  if (this == &other) return *this;
  groups_.clear();
  user_counters_ = 0;
  incrAllCounters(other);
  return *this;
}

Counter& Counters::findCounter(std::string_view group_name, std::string_view name) {
  group_name = new_name(group_name);
  const KnownGroup* known = known_group(group_name);
  const std::lock_guard lock(mutex_);
  auto& group = groups_[{known != nullptr ? known->order : kUserOrder, std::string(group_name)}];
  if (group == nullptr) {
    if (groups_.size() > kMaxGroups)
      throw Exception(
          "org.apache.hadoop.mapreduce.counters.LimitExceededException",
          fmt::format("Too many counter groups: {} max={}", groups_.size(), kMaxGroups));
    group = std::make_unique<CounterGroup>(
        std::string(group_name), std::string(known != nullptr ? known->display : group_name));
  }
  Place place = place_of(known, name);
  auto& counter = group->counters_[{place.ordinal, std::string(name)}];
  if (counter == nullptr) {
    if (known == nullptr && ++user_counters_ > kMaxUserCounters) {
      group->counters_.erase({place.ordinal, std::string(name)});
      throw Exception(
          "org.apache.hadoop.mapreduce.counters.LimitExceededException",
          fmt::format("Too many counters: {} max={}", user_counters_, kMaxUserCounters));
    }
    counter = std::make_unique<Counter>(std::string(name), std::move(place.display));
  }
  return *counter;
}

std::int64_t Counters::getValue(std::string_view group_name, std::string_view name) const {
  group_name = new_name(group_name);
  const KnownGroup* known = known_group(group_name);
  const std::lock_guard lock(mutex_);
  const auto group =
      groups_.find({known != nullptr ? known->order : kUserOrder, std::string(group_name)});
  if (group == groups_.end()) return 0;
  const auto counter =
      group->second->counters_.find({place_of(known, name).ordinal, std::string(name)});
  return counter == group->second->counters_.end() ? 0 : counter->second->getValue();
}

std::vector<const CounterGroup*> Counters::groups() const {
  const std::lock_guard lock(mutex_);
  std::vector<const CounterGroup*> all;
  for (const auto& [place, group] : groups_) all.push_back(group.get());
  return all;
}

int Counters::countCounters() const {
  int count = 0;
  for (const CounterGroup* group : groups()) count += static_cast<int>(group->counters().size());
  return count;
}

void Counters::incrAllCounters(const Counters& other) {
  for (const CounterGroup* group : other.groups())
    for (const Counter* counter : group->counters())
      findCounter(group->getName(), counter->getName()).increment(counter->getValue());
}

std::string Counters::toString() const {
  std::string out = fmt::format("Counters: {}", countCounters());
  for (const CounterGroup* group : groups()) {
    out += "\n\t" + group->getDisplayName();
    for (const Counter* counter : group->counters())
      out += fmt::format("\n\t\t{}={}", counter->getDisplayName(), counter->getValue());
  }
  return out;
}

}  // namespace mammoth::mapreduce
