// The settings of an application as the driver reads them: the keys of SparkConf, typed. Values
// that make no sense are a SparkException that names the key. A value type.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "common/config/configuration.h"

namespace mammoth::spark {

class Settings {
 public:
  Settings() = default;
  explicit Settings(std::map<std::string, std::string> all) : all_(std::move(all)) {}

  std::optional<std::string> find(const std::string& key) const;
  std::string text(const std::string& key, const std::string& otherwise) const {
    return find(key).value_or(otherwise);
  }
  std::int64_t integer(const std::string& key, std::int64_t otherwise) const;
  double number(const std::string& key, double otherwise) const;
  bool flag(const std::string& key, bool otherwise) const;
  std::int64_t time_ms(const std::string& key,
                       std::int64_t otherwise) const;  // "3s", "200ms"; bare: ms
  std::uint64_t size_bytes(const std::string& key,
                           std::uint64_t otherwise) const;  // "64m", "1g"; bare: bytes

  // Hadoop's files of HADOOP_CONF_DIR with spark.hadoop.* on top.
  Configuration hadoop() const;
  const std::map<std::string, std::string>& all() const { return all_; }

 private:
  std::map<std::string, std::string> all_;
};

std::int64_t parse_time_ms(const std::string& key, const std::string& text);
std::uint64_t parse_size_bytes(const std::string& key, const std::string& text);

}  // namespace mammoth::spark
