// What a reducer or combiner sees: groups of sorted records (Hadoop: Reducer.Context,
// ReduceContextImpl). As in Hadoop, key and value are objects that are used again: during the walk
// over the values of a group the key follows the current value (secondary sort), and a value is
// valid until the next.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "mapreduce/api/context.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/output_format.h"
#include "mapreduce/api/raw.h"
#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce {

template <class KIn, class VIn, class KOut, class VOut>
class ReduceContext;

// The values of one group, to be walked over once.
template <class Context, class V>
class ValueRange {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = V;
    using difference_type = std::ptrdiff_t;
    using pointer = const V*;
    using reference = const V&;

    Iterator() = default;
    explicit Iterator(Context* context) : context_(context) {}
    const V& operator*() const { return context_->getCurrentValue(); }
    const V* operator->() const { return &context_->getCurrentValue(); }
    Iterator& operator++() {
      if (!context_->nextValueOfGroup()) context_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(const Iterator& other) const { return context_ == other.context_; }

   private:
    Context* context_ = nullptr;
  };

  explicit ValueRange(Context& context) : context_(&context) {}
  Iterator begin() { return context_->atGroupStart() ? Iterator(context_) : Iterator(); }
  Iterator end() { return {}; }

 private:
  Context* context_;
};

template <class KIn, class VIn, class KOut, class VOut>
class ReduceContext {
 public:
  using Values = ValueRange<ReduceContext, VIn>;

  ReduceContext(TaskAttemptContext& task, engine::RawRecords& records,
                const RawComparator& grouping, RecordWriter<KOut, VOut>& writer)
      : task_(task), records_(records), grouping_(grouping), writer_(writer) {
    has_record_ = records_.next();
  }

  bool nextKey() {
    while (in_group_) advance();  // values that nobody wanted
    if (!has_record_) return false;
    in_group_ = at_start_ = true;
    ++groups_;
    group_key_.assign(records_.key());
    take();
    return true;
  }
  const KIn& getCurrentKey() const { return key_; }
  const VIn& getCurrentValue() const { return value_; }
  Values getValues() { return Values(*this); }
  void write(const KOut& key, const VOut& value) { writer_.write(key, value); }

  TaskAttemptContext& task() { return task_; }
  const Configuration& getConfiguration() const { return task_.getConfiguration(); }
  const TaskAttemptID& getTaskAttemptID() const { return task_.getTaskAttemptID(); }
  Counter& getCounter(std::string_view group, std::string_view name) {
    return task_.getCounter(group, name);
  }
  template <auto Enumerator>
  Counter& getCounter() {
    return task_.getCounter<Enumerator>();
  }
  void setStatus(std::string status) { task_.setStatus(std::move(status)); }
  void progress() { task_.progress(); }

  // For ValueRange.
  bool atGroupStart() const { return at_start_; }
  bool nextValueOfGroup() {
    if (in_group_) advance();
    if (in_group_) take();
    return in_group_;
  }
  // For the engine.
  std::uint64_t groups() const { return groups_; }
  std::uint64_t records() const { return count_; }

 private:
  // To the next record; in_group_ says whether it belongs to the group.
  void advance() {
    at_start_ = false;
    has_record_ = records_.next();
    in_group_ =
        has_record_ && (records_.isSameKey() || records_.key() == std::string_view(group_key_) ||
                        grouping_.compare(group_key_, records_.key()) == 0);
  }
  void take() {
    ++count_;
    if (count_ == 1 || (!records_.isSameKey() && key_bytes_ != records_.key())) {
      key_bytes_.assign(records_.key());
      engine::deserialize(key_, key_bytes_);
    }
    engine::deserialize(value_, records_.value());
  }

  TaskAttemptContext& task_;
  engine::RawRecords& records_;
  const RawComparator& grouping_;
  RecordWriter<KOut, VOut>& writer_;
  KIn key_;
  VIn value_;
  std::string group_key_;
  std::string key_bytes_;
  bool has_record_ = false;
  bool in_group_ = false;
  bool at_start_ = false;
  std::uint64_t groups_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace mammoth::mapreduce
