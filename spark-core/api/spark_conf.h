// The settings of an application (Spark: SparkConf): keys and values as in spark-defaults.conf. A
// new SparkConf starts with what spark-submit was given. A value type.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mammoth::spark {

class [[gnu::visibility("default")]] SparkConf {
 public:
  explicit SparkConf(bool load_defaults = true);

  SparkConf& set(const std::string& key, const std::string& value) {
    settings_[key] = value;
    return *this;
  }
  SparkConf& setIfMissing(const std::string& key, const std::string& value) {
    settings_.emplace(key, value);
    return *this;
  }
  SparkConf& setMaster(const std::string& master) { return set("spark.master", master); }
  SparkConf& setAppName(const std::string& name) { return set("spark.app.name", name); }
  SparkConf& remove(const std::string& key) {
    settings_.erase(key);
    return *this;
  }

  std::optional<std::string> find(const std::string& key) const {
    const auto found = settings_.find(key);
    return found == settings_.end() ? std::nullopt : std::optional(found->second);
  }
  std::string get(const std::string& key, const std::string& otherwise) const {
    return find(key).value_or(otherwise);
  }
  // Throws std::out_of_range with the key's name when it is not set, as Spark's
  // NoSuchElementException.
  std::string get(const std::string& key) const;
  bool contains(const std::string& key) const { return settings_.contains(key); }
  const std::map<std::string, std::string>& getAll() const { return settings_; }

 private:
  std::map<std::string, std::string> settings_;
};

// What SparkConf starts with in this process: spark-submit calls it before the job's entry.
[[gnu::visibility("default")]] void set_default_settings(
    std::map<std::string, std::string> settings);

}  // namespace mammoth::spark
