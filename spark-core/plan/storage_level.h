// How a persisted RDD is kept (Spark: StorageLevel). Replication above one and off-heap memory are
// accepted names in Spark; here `is_supported` says no to them.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mammoth::spark {

struct StorageLevel {
  bool use_disk = false;
  bool use_memory = false;
  bool deserialized = false;
  std::uint8_t replication = 1;

  bool operator==(const StorageLevel&) const = default;
  bool is_valid() const { return use_disk || use_memory; }
  bool is_supported() const { return replication == 1; }

  static const StorageLevel NONE, DISK_ONLY, MEMORY_ONLY, MEMORY_ONLY_SER, MEMORY_AND_DISK,
      MEMORY_AND_DISK_SER;
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
inline constexpr StorageLevel StorageLevel::MEMORY_ONLY{false, true, true, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_ONLY_SER{false, true, false, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_AND_DISK{true, true, true, 1};
inline constexpr StorageLevel StorageLevel::MEMORY_AND_DISK_SER{true, true, false, 1};

inline StorageLevel StorageLevel::fromString(std::string_view name) {
  if (name == "NONE") return NONE;
  if (name == "DISK_ONLY") return DISK_ONLY;
  if (name == "MEMORY_ONLY") return MEMORY_ONLY;
  if (name == "MEMORY_ONLY_SER") return MEMORY_ONLY_SER;
  if (name == "MEMORY_AND_DISK") return MEMORY_AND_DISK;
  if (name == "MEMORY_AND_DISK_SER") return MEMORY_AND_DISK_SER;
  throw std::invalid_argument("Invalid StorageLevel: " + std::string(name));
}

}  // namespace mammoth::spark
