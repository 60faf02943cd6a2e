#include "spark-core/driver/master_url.h"

#include <algorithm>
#include <charconv>
#include <regex>
#include <thread>

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {
namespace {

int number(const std::string& text, const std::string& master) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value <= 0)
    throw SparkException("Asked to run locally with " + text + " threads: '" + master + "'");
  return value;
}

int cores_of(const std::string& text, const std::string& master) {
  if (text != "*") return number(text, master);
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

LocalMaster parse_master(const std::string& master) {
  if (master == "local") return {};
  static const std::regex kThreads(R"(local\[([0-9]+|\*)\])");
  static const std::regex kFailures(R"(local\[([0-9]+|\*)\s*,\s*([0-9]+)\])");
  std::smatch match;
  if (std::regex_match(master, match, kThreads)) return {cores_of(match[1], master), 1};
  if (std::regex_match(master, match, kFailures))
    return {cores_of(match[1], master), number(match[2], master)};
  for (const char* known : {"local-cluster[", "spark://", "yarn", "k8s://", "mesos://"})
    if (master.starts_with(known))
      throw SparkException("master '" + master +
                           "' is not supported yet: this build runs on local, local[n], local[*] "
                           "and local[n,failures]");
  throw SparkException("Could not parse Master URL: '" + master + "'");
}

}  // namespace mammoth::spark
