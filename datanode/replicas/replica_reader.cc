#include "datanode/replicas/replica_reader.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/io/byte_writer.h"

namespace mammoth::datanode {

void ReplicaReader::read_checksums(std::uint64_t offset, std::uint64_t length_bytes,
                                   std::span<std::byte> out) {
  const auto& checksum = parts_.checksum;
  check(out.size() == checksum.checksums_bytes(length_bytes), "room for the checksums asked for");
  if (out.empty()) return;
  const auto count = parts_.meta->read_at(checksum.meta_offset(offset), out);
  std::ranges::fill(out.subspan(count), std::byte{0});
  if (offset + length_bytes == parts_.end && parts_.last_chunk_crc)
    store_big_endian(*parts_.last_chunk_crc, out.last(kCrcBytes).data());
}

}  // namespace mammoth::datanode
