#include "spark-core/yarn/sizes.h"

#include <fmt/format.h>

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark::on_yarn {
namespace {

constexpr std::int64_t kLeastOverheadMb = 384;

std::int64_t megabytes(const Settings& settings, const std::string& key, std::uint64_t otherwise_mb) {
  return static_cast<std::int64_t>(settings.size_bytes(key, otherwise_mb << 20) >> 20);
}

// A bare number of spark.*.memoryOverhead is MiB.
std::int64_t overhead_mb(const Settings& settings, const std::string& prefix, std::int64_t memory_mb) {
  const double factor = settings.number(prefix + ".memoryOverheadFactor", 0.1);
  const auto least = std::max(kLeastOverheadMb, static_cast<std::int64_t>(static_cast<double>(memory_mb) * factor));
  const auto text = settings.find(prefix + ".memoryOverhead");
  if (!text) return least;
  const bool bare = text->find_first_not_of("0123456789") == std::string::npos;
  return static_cast<std::int64_t>(
      parse_size_bytes(prefix + ".memoryOverhead", bare ? *text + "m" : *text) >> 20);
}

yarn::Resources container_size(const Settings& settings, const std::string& prefix, std::uint64_t memory_mb) {
  const std::int64_t memory = megabytes(settings, prefix + ".memory", memory_mb);
  return {memory + overhead_mb(settings, prefix, memory),
          static_cast<std::int32_t>(settings.integer(prefix + ".cores", 1))};
}

void require_memory(const char* what, std::int64_t wanted_mb, std::int64_t most_mb) {
  if (wanted_mb <= most_mb) return;
  throw SparkException(fmt::format(
      "Required {} memory ({} MB), overhead included, is above the max threshold ({} MB) of this "
      "cluster! Please check the values of 'yarn.scheduler.maximum-allocation-mb' and/or "
      "'yarn.nodemanager.resource.memory-mb'.",
      what, wanted_mb, most_mb));
}

}  // namespace

int executor_count(const Settings& settings) {
  return static_cast<int>(settings.integer("spark.executor.instances", 2));
}
int cores_of_executor(const Settings& settings) {
  return static_cast<int>(settings.integer("spark.executor.cores", 1));
}
yarn::Resources executor_size(const Settings& settings) {
  return container_size(settings, "spark.executor", 1024);
}
yarn::Resources client_master_size(const Settings& settings) {
  return container_size(settings, "spark.yarn.am", 512);
}
yarn::Resources cluster_master_size(const Settings& settings) {
  return container_size(settings, "spark.driver", 1024);
}

void require_fit(const Settings& settings, const yarn::Resources& master,
                 const yarn::Resources& maximum) {
  require_memory("executor", executor_size(settings).memory_mb, maximum.memory_mb);
  require_memory("AM", master.memory_mb, maximum.memory_mb);
}

}  // namespace mammoth::spark::on_yarn
