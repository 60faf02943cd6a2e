// MapOutputs: what a reduce has of the maps' outputs, what it may fetch next and from whom (Hadoop:
// ShuffleSchedulerImpl). Thread-safe; the clock is a parameter.
//
// One fetcher at a time speaks to a host. A host that fails rests, longer each time; each failure
// is one report for the master, which has the map run again when there are enough. A reduce that
// gets nothing from anybody for a long time gives up.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "mapreduce/task/segments.h"
#include "mapreduce/umbilical/umbilical_client.h"

namespace mammoth::mapreduce::runner {

struct HostTurn {
  HostPort server;
  std::vector<TaskAttemptID> maps;
};

struct MapOutputRules {
  std::int64_t first_rest_ms = 1'000;
  std::int64_t longest_rest_ms = 60'000;  // mapreduce.reduce.shuffle.retry-delay.max.ms
  std::size_t most_maps_per_turn = 20;
  int most_failures_per_map = 100;
};

class MapOutputs {
 public:
  MapOutputs(int maps, const Clock& clock, MapOutputRules rules = {});

  void take_event(const umbilical::MapEvent& event);

  // A host that is free and has something; nothing when there is none for `wait_ms`, or all is
  // here.
  std::optional<HostTurn> next_turn(std::int64_t wait_ms);
  // Each turn ends with this; `failed`: what was not got, of which the first is to blame.
  void end_turn(const HostTurn& turn, bool failed);
  // False: this map's output is here already, or not wanted any more, and the segment is of no use.
  bool arrived(const TaskAttemptID& map, engine::Segment segment);

  // Maps about which the master is to be told, each once a failure.
  std::vector<TaskAttemptID> take_complaints();
  bool is_complete() const;
  // Why it will never be complete; empty while it may.
  std::string hopeless() const;
  int arrived_count() const;
  int map_count() const { return maps_; }
  // All segments, in the order of the maps' numbers; once complete.
  std::vector<engine::Segment> segments() const;

 private:
  struct Host {
    HostPort server;
    std::map<int, TaskAttemptID> waiting{};  // by map
    bool busy = false;
    int failures = 0;  // in a row
    std::int64_t rests_until_ms = 0;
  };
  bool complete_locked() const {
    return static_cast<int>(here_.size() + given_up_.size()) >= maps_;
  }

  const int maps_;
  const Clock& clock_;
  const MapOutputRules rules_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Host> hosts_;    // guarded by mutex_, as all below; by host:port
  std::map<int, engine::Segment> here_;  // by map
  std::set<int> given_up_;               // maps that failed for good
  std::set<std::string> obsolete_;       // attempts
  std::vector<TaskAttemptID> complaints_;
  std::map<std::string, int> failures_;  // by attempt
  std::string hopeless_;
};

}  // namespace mammoth::mapreduce::runner
