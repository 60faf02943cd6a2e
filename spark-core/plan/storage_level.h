// How a persisted RDD is kept (Spark: StorageLevel), and by how many executors. There is no OFF_HEAP: all
// memory is off a heap here.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace mammoth::spark {

struct StorageLevel {
  bool use_disk = false;
  bool use_memory = false;
  bool deserialized = false;
  std::uint8_t replication = 1;

  bool operator==(const StorageLevel&) const = default;
  bool is_valid() const { return use_disk || use_memory; }

  static const StorageLevel NONE, DISK_ONLY, DISK_ONLY_2, DISK_ONLY_3, MEMORY_ONLY, MEMORY_ONLY_2,
      MEMORY_ONLY_SER, MEMORY_ONLY_SER_2, MEMORY_AND_DISK, MEMORY_AND_DISK_2, MEMORY_AND_DISK_SER,
      MEMORY_AND_DISK_SER_2;
  static StorageLevel fromString(std::string_view name);
  std::string description() const {
    std::string text;
    if (use_disk) text += "Disk ";
    if (use_memory) text += deserialized ? "Memory Deserialized " : "Memory Serialized ";
    return text + std::to_string(replication) + "x Replicated";
  }
};

inline constexpr StorageLevel StorageLevel::NONE{};
inline constexpr StorageLevel StorageLevel::DISK_ONLY{true, false, false, 1};
inline constexpr StorageLevel StorageLevel::DISK_ONLY_2{true, false, false, 2};
inline constexpr StorageLevel StorageLevel::DISK_ONLY_3{true, false, false, 3};
inline constexpr StorageLevel StorageLevel::MEMORY_ONLY{false, true, true, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_ONLY_2{false, true, true, 2};
inline constexpr StorageLevel StorageLevel::MEMORY_ONLY_SER{false, true, false, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_ONLY_SER_2{false, true, false, 2};
inline constexpr StorageLevel StorageLevel::MEMORY_AND_DISK{true, true, true, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_AND_DISK_2{true, true, true, 2};
inline constexpr StorageLevel StorageLevel::MEMORY_AND_DISK_SER{true, true, false, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_AND_DISK_SER_2{true, true, false, 2};

inline StorageLevel StorageLevel::fromString(std::string_view name) {
  constexpr std::pair<std::string_view, StorageLevel> kNamed[] = {
      {"NONE", NONE},
      {"DISK_ONLY", DISK_ONLY},
      {"DISK_ONLY_2", DISK_ONLY_2},
      {"DISK_ONLY_3", DISK_ONLY_3},
      {"MEMORY_ONLY", MEMORY_ONLY},
      {"MEMORY_ONLY_2", MEMORY_ONLY_2},
      {"MEMORY_ONLY_SER", MEMORY_ONLY_SER},
      {"MEMORY_ONLY_SER_2", MEMORY_ONLY_SER_2},
      {"MEMORY_AND_DISK", MEMORY_AND_DISK},
      {"MEMORY_AND_DISK_2", MEMORY_AND_DISK_2},
      {"MEMORY_AND_DISK_SER", MEMORY_AND_DISK_SER},
      {"MEMORY_AND_DISK_SER_2", MEMORY_AND_DISK_SER_2}};
  for (const auto& [known, level] : kNamed)
    if (known == name) return level;
  throw std::invalid_argument("Invalid StorageLevel: " + std::string(name));
}

}  // namespace mammoth::spark
