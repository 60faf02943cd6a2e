// What a finished shuffle map task reports: where its output is and how many bytes each reduce
// partition finds there (Spark: MapStatus, CompressedMapStatus). A size takes one byte: the
// logarithm to the base 1.1, rounded up, so a report is at most 10 % too large, 0 stays 0 and
// nothing non-empty becomes 0. A value; copying is cheap up to 10,000 reduce partitions (one byte
// each).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "spark-core/scheduler/ids.h"

namespace mammoth::spark::scheduler {

std::uint8_t compress_size(std::uint64_t bytes);
std::uint64_t decompress_size(std::uint8_t compressed);

class MapStatus {
 public:
  MapStatus() = default;
  MapStatus(BlockManagerId location, std::span<const std::uint64_t> sizes_bytes,
            std::int64_t map_id, std::uint64_t checksum = 0);
  // From the wire, where the sizes are compressed already.
  static MapStatus from_compressed(BlockManagerId location, std::string sizes, std::int64_t map_id,
                                   std::uint64_t checksum = 0);

  const BlockManagerId& location() const { return location_; }
  void move_to(BlockManagerId location) { location_ = std::move(location); }
  std::uint64_t size_bytes(int reduce) const;  // the estimate
  int reduce_count() const { return static_cast<int>(sizes_.size()); }
  const std::string& compressed_sizes() const { return sizes_; }
  std::int64_t map_id() const { return map_id_; }  // the task's TID: names the files
  std::uint64_t checksum() const { return checksum_; }
  bool operator==(const MapStatus&) const = default;

 private:
  BlockManagerId location_;
  std::string sizes_;  // one compressed byte a reduce partition
  std::int64_t map_id_ = 0;
  std::uint64_t checksum_ = 0;
};

}  // namespace mammoth::spark::scheduler
