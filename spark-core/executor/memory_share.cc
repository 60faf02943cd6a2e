#include "spark-core/executor/memory_share.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "common/config/values.h"

namespace mammoth::spark {
namespace {

constexpr std::uint64_t kReservedBytes = std::uint64_t{300}
                                         << 20;  // Spark keeps as much for itself

[[noreturn]] void refuse_memory(const std::string& key, std::uint64_t memory) {
  const std::string least = std::to_string(kReservedBytes * 3 / 2);
  if (key == "spark.driver.memory")
    throw SparkException("System memory " + std::to_string(memory) + " must be at least " + least +
                         ". Please increase heap size using the --driver-memory option or "
                         "spark.driver.memory in Spark configuration.");
  throw SparkException("Executor memory " + std::to_string(memory) + " must be at least " + least +
                       ". Please increase executor memory using the --executor-memory option or "
                       "spark.executor.memory in Spark configuration.");
}

}  // namespace

LocalRoots local_directories(const Settings& settings) {
  const char* environment = std::getenv("SPARK_LOCAL_DIRS");
  std::istringstream names(environment != nullptr ? environment
                                                  : settings.text("spark.local.dir", "/tmp"));
  LocalRoots directories;
  for (std::string name; std::getline(names, name, ',');)
    if (const auto directory = trimmed(name); !directory.empty())
      directories.push_back(std::filesystem::absolute(directory).string());
  if (directories.empty()) throw SparkException("spark.local.dir names no directory");
  return directories;
}

ExecutorOptions executor_options(const Settings& settings, const std::string& key, int cores) {
  const std::uint64_t memory = settings.size_bytes(key, std::uint64_t{1} << 30);
  if (memory < kReservedBytes * 3 / 2) refuse_memory(key, memory);
  const double usable =
      static_cast<double>(memory - kReservedBytes) * settings.number("spark.memory.fraction", 0.6);
  const double storage = usable * settings.number("spark.memory.storageFraction", 0.5);
  ExecutorOptions options;
  options.roots = local_directories(settings);
  options.reads_host_local_disk = settings.flag("spark.shuffle.readHostLocalDisk", true);
  if (settings.flag("spark.shuffle.compress", false))
    options.shuffle_codec = parse_block_codec(settings.text("spark.io.compression.codec", "lz4"));
  options.storage_memory_bytes = static_cast<std::size_t>(storage);
  options.task_memory_bytes = static_cast<std::size_t>(settings.size_bytes(
      "spark.mammoth.task.memory", static_cast<std::uint64_t>((usable - storage) / cores)));
  return options;
}

}  // namespace mammoth::spark
