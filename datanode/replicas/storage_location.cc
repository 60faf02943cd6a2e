#include "datanode/replicas/storage_location.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace mammoth::datanode {
namespace {

constexpr std::array<std::pair<StorageType, std::string_view>, 6> kTypeNames{{
    {StorageType::kDisk, "DISK"},
    {StorageType::kSsd, "SSD"},
    {StorageType::kArchive, "ARCHIVE"},
    {StorageType::kRamDisk, "RAM_DISK"},
    {StorageType::kProvided, "PROVIDED"},
    {StorageType::kNvdimm, "NVDIMM"},
}};

}  // namespace

std::string_view to_text(StorageType type) {
  for (const auto& [known, name] : kTypeNames)
    if (known == type) return name;
  return "UNKNOWN";
}

std::optional<StorageType> parse_storage_type(std::string_view name) {
  for (const auto& [type, known] : kTypeNames)
    if (known == name) return type;
  return {};
}

std::string StorageLocation::to_string() const {
  return fmt::format("[{}]file:{}", to_text(type), path);
}

}  // namespace mammoth::datanode
