// Counters of tasks and jobs, with Hadoop's groups and names (Hadoop: mapreduce.Counters, Counter,
// TaskCounter, JobCounter, FileSystemCounter).
//
// A user's counters are found by two strings or by an enumerator:
//
//   enum class Quality { MALFORMED, MISSING };
//   context.getCounter<Quality::MALFORMED>().increment(1);   // group "Quality", name "MALFORMED"
//
// A specialisation of CounterGroupName<Quality> gives the group another name. Incrementing is
// thread-safe; looking one up is safe while others increment.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapreduce/api/counter_names.h"

namespace mammoth::mapreduce {

class Counter {
 public:
  Counter(std::string name, std::string display_name)
      : name_(std::move(name)), display_name_(std::move(display_name)) {}
  const std::string& getName() const { return name_; }
  const std::string& getDisplayName() const { return display_name_; }
  std::int64_t getValue() const { return value_.load(std::memory_order_relaxed); }
  void setValue(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void increment(std::int64_t by) { value_.fetch_add(by, std::memory_order_relaxed); }

 private:
  const std::string name_;
  const std::string display_name_;
  std::atomic<std::int64_t> value_{0};
};

class CounterGroup {
 public:
  CounterGroup(std::string name, std::string display_name)
      : name_(std::move(name)), display_name_(std::move(display_name)) {}
  const std::string& getName() const { return name_; }
  const std::string& getDisplayName() const { return display_name_; }
  std::vector<const Counter*> counters() const;  // as Hadoop prints them

 private:
  friend class Counters;
  const std::string name_;
  const std::string display_name_;
  std::map<std::pair<int, std::string>, std::unique_ptr<Counter>> counters_;  // by (ordinal, name)
};

class Counters {
 public:
  Counters() = default;
  Counters(const Counters& other) { incrAllCounters(other); }
  Counters& operator=(const Counters& other);

  // Made at zero where it is not there yet. Throws Exception (LimitExceededException) beyond 120
  // user counters or 50 groups.
  Counter& findCounter(std::string_view group, std::string_view name);
  template <auto Enumerator>
  Counter& findCounter() {
    return findCounter(engine::groupOf<Enumerator>(), engine::nameOf<Enumerator>());
  }
  // 0 where there is none.
  std::int64_t getValue(std::string_view group, std::string_view name) const;
  std::vector<const CounterGroup*> groups() const;  // in the order of Hadoop's console
  int countCounters() const;
  void incrAllCounters(const Counters& other);
  // "Counters: 30\n\tFile System Counters\n\t\tFILE: Number of bytes read=1 …"
  std::string toString() const;

 private:
  mutable std::mutex mutex_;  // guards the maps, not the values
  std::map<std::pair<int, std::string>, std::unique_ptr<CounterGroup>> groups_;
  int user_counters_ = 0;
};

}  // namespace mammoth::mapreduce
