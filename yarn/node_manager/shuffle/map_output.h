// A map's output on this node's disks, and how a part of it begins on the wire (Hadoop:
// IndexCache, ShuffleHeader).
//
//   file.out.index   per partition int64 start, int64 raw length, int64 part length; int64 CRC32
//   on the wire      vint text map id, vlong part length, vlong raw length, vint reduce
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/result.h"

namespace mammoth::yarn::node {

struct MapOutputPart {
  std::string file{};  // file.out
  std::uint64_t offset = 0;
  std::uint64_t raw_bytes = 0;   // uncompressed
  std::uint64_t part_bytes = 0;  // in the file
};

// Part `reduce` of an index as it lies on the disk. kChecksum for damage, kIo for a part that it
// does not have; `path` is for the message.
Result<MapOutputPart> part_of_index(ByteView index, int reduce, const std::string& path);

// Looks below every directory of `application_roots` for output/MAP/file.out; kFileNotFound.
Result<MapOutputPart> find_map_output(const std::vector<std::string>& application_roots,
                                      const std::string& map, int reduce);

std::string shuffle_header(const std::string& map, const MapOutputPart& part, int reduce);

}  // namespace mammoth::yarn::node
