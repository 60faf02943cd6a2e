// Which reduce task gets a key (Hadoop: Partitioner, HashPartitioner).
#pragma once

#include "mapreduce/api/object.h"
#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce {

class PartitionerBase : public Object {
 public:
  static constexpr const char* kKind = "partitioner";
};

template <class K, class V>
class Partitioner : public PartitionerBase {
 public:
  // 0 to numPartitions - 1.
  virtual int getPartition(const K& key, const V& value, int numPartitions) = 0;
};

// The same partition as in Java for the same key.
template <class K, class V>
class HashPartitioner : public Partitioner<K, V> {
 public:
  int getPartition(const K& key, const V&, int numPartitions) override {
    return (engine::hashCode(key) & 0x7fffffff) % numPartitions;
  }
};

}  // namespace mammoth::mapreduce
