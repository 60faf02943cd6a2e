// A SequenceFile on the side, beside what a job reads and commits; for programs that hand numbers
// to their maps and take a result back. Failures throw IOException. One thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapreduce/api/configuration.h"
#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce::engine {

// Not compressed; replaces a file that is there. Complete after close() only.
class SequenceOutput {
 public:
  SequenceOutput(const std::string& path, const Configuration& configuration,
                 std::string_view key_class, std::string_view value_class);
  ~SequenceOutput();
  template <class K, class V>
  void append(const K& key, const V& value) {
    std::string key_bytes;
    std::string value_bytes;
    serialize(key, key_bytes);
    serialize(value, value_bytes);
    appendBytes(key_bytes, value_bytes);
  }
  void appendBytes(std::string_view key, std::string_view value);
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Serialised key and value of a file's first record; throws where there is none.
std::pair<std::string, std::string> firstOfSequence(const std::string& path,
                                                    const Configuration& configuration);

// Serialised keys of all its records; throws IllegalArgumentException where it cannot be read.
std::vector<std::string> keysOfSequence(const std::string& path,
                                        const Configuration& configuration);

// The class name that a file says its values have.
std::string valueClassOfSequence(const std::string& path, const Configuration& configuration);

}  // namespace mammoth::mapreduce::engine
