// One directory of replicas and what kind of disk it lies on (Hadoop: StorageLocation, StorageType).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mammoth::datanode {

// The numbers are those of StorageTypeProto.
enum class StorageType : std::uint8_t {
  kDisk = 1,
  kSsd = 2,
  kArchive = 3,
  kRamDisk = 4,
  kProvided = 5,
  kNvdimm = 6,
};

std::string_view to_text(StorageType type);  // "DISK" …
std::optional<StorageType> parse_storage_type(std::string_view name);

struct StorageLocation {
  StorageType type = StorageType::kDisk;
  std::string path;  // absolute, without a slash at the end

  // "[DISK]file:/data/3", as Hadoop names a failed location in its reports.
  std::string to_string() const;
};

}  // namespace mammoth::datanode
