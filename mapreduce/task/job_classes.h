// JobClasses: the classes that a job's configuration names, made into objects for its tasks; and
// what they say of its types. What is not named has Hadoop's default: TextInputFormat, the identity
// mapper and reducer, no combiner, partition by hash, order by key, TextOutputFormat.
//
// The constructor throws Exception where a class is not in the library or types do not fit
// together. Afterwards everything but the comparators is made anew by each call; const members are
// thread-safe.
#pragma once

#include <memory>

#include "mapreduce/api/context.h"
#include "mapreduce/api/kernel.h"
#include "mapreduce/task/sort_run.h"

namespace mammoth::mapreduce::engine {

class JobClasses {
 public:
  explicit JobClasses(const Configuration& configuration);

  std::unique_ptr<MapKernel> mapper() const;
  std::unique_ptr<ReduceKernel> reducer() const;
  std::unique_ptr<ReduceKernel> combiner() const;  // null: there is none
  std::unique_ptr<InputFormatBase> inputFormat() const;
  std::unique_ptr<OutputFormatBase> outputFormat() const;
  std::unique_ptr<PartitionerBase> partitioner() const;  // null: by hash

  KeyOrder sortOrder() const { return {*key_type_, sort_.get()}; }
  const RawComparator& grouping() const { return *grouping_; }
  const RawComparator& combinerGrouping() const { return *combiner_grouping_; }

 private:
  template <class T>
  std::unique_ptr<T> make(const char* key) const;
  void checkTypes() const;

  const Configuration configuration_;
  const WritableType* key_type_;
  std::unique_ptr<RawComparator> sort_;  // null: the type's own order
  std::unique_ptr<RawComparator> grouping_;
  std::unique_ptr<RawComparator> combiner_grouping_;
};

}  // namespace mammoth::mapreduce::engine
