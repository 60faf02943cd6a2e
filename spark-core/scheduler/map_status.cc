#include "spark-core/scheduler/map_status.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "common/base/check.h"

namespace mammoth::spark::scheduler {

namespace {
constexpr double kLogBase = 1.1;

const std::array<std::uint64_t, 256>& sizes_by_code() {
  static const auto table = [] {
    std::array<std::uint64_t, 256> sizes{};
    for (std::size_t code = 1; code < sizes.size(); ++code)
      sizes[code] = static_cast<std::uint64_t>(std::pow(kLogBase, static_cast<double>(code)));
    return sizes;
  }();
  return table;
}
}  // namespace

std::uint8_t compress_size(std::uint64_t bytes) {
  if (bytes == 0) return 0;
  if (bytes == 1) return 1;
  const double code = std::ceil(std::log(static_cast<double>(bytes)) / std::log(kLogBase));
  return static_cast<std::uint8_t>(std::min(255.0, code));
}

std::uint64_t decompress_size(std::uint8_t compressed) {
  return sizes_by_code()[compressed];
}

MapStatus::MapStatus(BlockManagerId location, std::span<const std::uint64_t> sizes_bytes,
                     std::int64_t map_id, std::uint64_t checksum)
    : location_(std::move(location)), map_id_(map_id), checksum_(checksum) {
  sizes_.reserve(sizes_bytes.size());
  for (const std::uint64_t bytes : sizes_bytes)
    sizes_.push_back(static_cast<char>(compress_size(bytes)));
}

MapStatus MapStatus::from_compressed(BlockManagerId location, std::string sizes,
                                     std::int64_t map_id, std::uint64_t checksum) {
  MapStatus status(std::move(location), {}, map_id, checksum);
  status.sizes_ = std::move(sizes);
  return status;
}

std::uint64_t MapStatus::size_bytes(int reduce) const {
  check(reduce >= 0 && reduce < reduce_count(), "a reduce partition of this shuffle");
  return decompress_size(static_cast<std::uint8_t>(sizes_[static_cast<std::size_t>(reduce)]));
}

}  // namespace mammoth::spark::scheduler
