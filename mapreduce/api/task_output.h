// Where a mapper's or reducer's records go: serialised to the engine, or to the job's output
// format.
#pragma once

#include <memory>
#include <string>

#include "mapreduce/api/any_writable.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/output_format.h"
#include "mapreduce/api/partitioner.h"
#include "mapreduce/api/raw.h"

namespace mammoth::mapreduce::engine {

// To the sort buffer, by partition. Without `partitioner` the partition is that of HashPartitioner.
template <class K, class V>
class CollectorWriter final : public RecordWriter<K, V> {
 public:
  CollectorWriter(RawCollector& collector, Partitioner<K, V>* partitioner, int partitions)
      : collector_(collector), partitioner_(partitioner), partitions_(partitions) {}

  void write(const K& key, const V& value) override {
    int partition = 0;
    if (partitions_ > 1)
      partition = partitioner_ != nullptr
                      ? partitioner_->getPartition(key, value, partitions_)
                      : (static_cast<int>(hashCode(key)) & 0x7fffffff) % partitions_;
    scratch_.clear();
    serialize(key, scratch_);
    const std::size_t key_size = scratch_.size();
    serialize(value, scratch_);
    const std::string_view bytes = scratch_;
    collector_.collect(partition, bytes.substr(0, key_size), bytes.substr(key_size));
  }
  void close(TaskAttemptContext&) override {}

 private:
  RawCollector& collector_;
  Partitioner<K, V>* partitioner_;
  const int partitions_;
  std::string scratch_;
};

template <class K, class V>
class AnyWriter final : public RecordWriter<K, V> {
 public:
  explicit AnyWriter(std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> writer)
      : writer_(std::move(writer)) {}
  void write(const K& key, const V& value) override {
    writer_->write(AnyWritable(key), AnyWritable(value));
  }
  void close(TaskAttemptContext& context) override { writer_->close(context); }

 private:
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> writer_;
};

template <class K, class V>
std::unique_ptr<RecordWriter<K, V>> openWriter(OutputFormatBase& format,
                                               TaskAttemptContext& context) {
  if (auto* typed = dynamic_cast<OutputFormat<K, V>*>(&format))
    return typed->getRecordWriter(context);
  if (auto* any = dynamic_cast<OutputFormat<AnyWritable, AnyWritable>*>(&format))
    return std::make_unique<AnyWriter<K, V>>(any->getRecordWriter(context));
  throw IOException("Type mismatch: the output format " + typeName(typeid(format)) +
                    " does not take keys of " + std::string(writableType<K>().name) +
                    " and values of " + std::string(writableType<V>().name));
}

}  // namespace mammoth::mapreduce::engine
