#include "spark-core/api/spark_conf.h"

#include <stdexcept>

namespace mammoth::spark {
namespace {

std::map<std::string, std::string>& defaults() {
  static std::map<std::string, std::string> settings;
  return settings;
}

}  // namespace

SparkConf::SparkConf(bool load_defaults) {
  if (load_defaults) settings_ = defaults();
}

std::string SparkConf::get(const std::string& key) const {
  const auto found = settings_.find(key);
  if (found == settings_.end()) throw std::out_of_range(key);
  return found->second;
}

void set_default_settings(std::map<std::string, std::string> settings) {
  defaults() = std::move(settings);
}

}  // namespace mammoth::spark
