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

Master local_cluster(const std::smatch& match, const std::string& master) {
  Master parsed;
  parsed.kind = Master::Kind::kLocalCluster;
  parsed.executors = number(match[1], master);
  parsed.cores = number(match[2], master);
  parsed.memory_bytes = static_cast<std::uint64_t>(number(match[3], master)) << 20;
  parsed.max_failures = 4;
  return parsed;
}

Master standalone(const std::string& master) {
  static const std::regex kHostPort(R"(spark://([^:/,]+):([0-9]{1,5}))");
  std::smatch match;
  if (!std::regex_match(master, match, kHostPort) || std::stoi(match[2]) > 65535)
    throw SparkException("Invalid master URL: " + master);
  Master parsed;
  parsed.kind = Master::Kind::kStandalone;
  parsed.host = match[1];
  parsed.port = std::stoi(match[2]);
  parsed.max_failures = 4;
  return parsed;
}

Master local(int threads, int max_failures) {
  Master parsed;
  parsed.cores = threads;
  parsed.max_failures = max_failures;
  return parsed;
}

}  // namespace

Master parse_master(const std::string& master) {
  if (master == "local") return {};
  static const std::regex kThreads(R"(local\[([0-9]+|\*)\])");
  static const std::regex kFailures(R"(local\[([0-9]+|\*)\s*,\s*([0-9]+)\])");
  static const std::regex kCluster(
      R"(local-cluster\[\s*([0-9]+)\s*,\s*([0-9]+)\s*,\s*([0-9]+)\s*\])");
  std::smatch match;
  if (std::regex_match(master, match, kThreads)) return local(cores_of(match[1], master), 1);
  if (std::regex_match(master, match, kFailures))
    return local(cores_of(match[1], master), number(match[2], master));
  if (std::regex_match(master, match, kCluster)) return local_cluster(match, master);
  if (master.starts_with("spark://")) return standalone(master);
  if (master == "yarn") {
    Master parsed;
    parsed.kind = Master::Kind::kYarn;
    parsed.max_failures = 4;
    return parsed;
  }
  for (const char* known : {"k8s://", "mesos://"})
    if (master.starts_with(known))
      throw SparkException("master '" + master +
                           "' is not supported yet: this build runs on local[n], "
                           "local-cluster[n,cores,MiB], spark://host:port and yarn");
  throw SparkException("Could not parse Master URL: '" + master + "'");
}

}  // namespace mammoth::spark
