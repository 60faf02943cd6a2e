#include <atomic>
#include <fstream>
#include <string>

#include "spark-core/plan/closure.h"

namespace mammoth::spark {
namespace {

std::atomic<bool> pointers_allowed{false};

// Whether some writable or readable mapping of this process holds the address.
bool is_mapped(std::uintptr_t address) {
  std::ifstream maps("/proc/self/maps");
  std::string line;
  while (std::getline(maps, line)) {
    std::size_t dash = 0;
    const std::uintptr_t low = std::stoull(line, &dash, 16);
    const std::uintptr_t high = std::stoull(line.substr(dash + 1), nullptr, 16);
    if (address >= low && address < high) return line.find(" ---p") == std::string::npos;
  }
  return false;
}

}  // namespace

void allow_pointers(bool allowed) {
  pointers_allowed = allowed;
}

void refuse_pointers(const void* captures, std::size_t size) {
  if (pointers_allowed) return;
  for (std::size_t at = 0; at + sizeof(std::uintptr_t) <= size; at += sizeof(std::uintptr_t)) {
    std::uintptr_t word = 0;
    std::memcpy(&word, static_cast<const char*>(captures) + at, sizeof word);
    // Small numbers and doubles of ordinary size are no addresses of user space.
    if (word < (std::uintptr_t{1} << 32) || word >= (std::uintptr_t{1} << 47)) continue;
    if (is_mapped(word))
      throw SparkException(
          "Task not serializable: the function captures a pointer or `this` at offset " +
          std::to_string(at) +
          "; capture a value, a Broadcast, or pass it as a bound argument "
          "(spark.closure.allowPointers=true permits it)");
  }
}

}  // namespace mammoth::spark
