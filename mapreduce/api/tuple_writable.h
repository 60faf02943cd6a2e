// TupleWritable: the values of several sources under one key, some of which may be missing (Hadoop:
// lib.join.TupleWritable). Up to 64 of them; each is one of Hadoop's own Writables and kept in its
// serialised form, which get<T>() opens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce {

class TupleWritable {
 public:
  static constexpr std::string_view kJavaClass =
      "org.apache.hadoop.mapreduce.lib.join.TupleWritable";
  static constexpr std::size_t kMaxSize = 64;

  struct Value {
    std::string java_class;
    bool is_there = false;
    std::string bytes{};  // serialised
  };

  TupleWritable() = default;
  explicit TupleWritable(std::vector<Value> values) : values_(std::move(values)) {}

  std::size_t size() const { return values_.size(); }
  bool has(std::size_t i) const { return values_.at(i).is_there; }
  template <class T>
  T get(std::size_t i) const {
    T value;
    engine::deserialize(value, values_.at(i).bytes);
    return value;
  }
  const std::vector<Value>& values() const { return values_; }

  void write(std::string& out) const;
  // Throws IOException for values of classes that are not Hadoop's own.
  void readFields(std::string_view& in);
  void appendText(std::string& out) const;  // "[a,,c]"

 private:
  std::vector<Value> values_;
};

}  // namespace mammoth::mapreduce
