#include "common/io/data_checksum.h"

#include <fmt/format.h>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"

namespace mammoth {

DataChecksum make_data_checksum(std::int64_t type, std::int64_t bytes_per_checksum) {
  if (type < 0 || type > static_cast<std::int64_t>(ChecksumType::kCrc32c))
    throw MalformedInput(fmt::format("unknown checksum type {}", type));
  if (bytes_per_checksum < 1 || bytes_per_checksum > kMaxBytesPerChecksum)
    throw MalformedInput(fmt::format("{} bytes per checksum", bytes_per_checksum));
  return {static_cast<ChecksumType>(type), static_cast<std::uint32_t>(bytes_per_checksum)};
}

DataChecksum decode_meta_header(ByteView header) {
  ByteReader reader(header);
  const auto version = reader.i16();
  if (version != kMetaFileVersion)
    throw MalformedInput(fmt::format("version {} of the meta file", version));
  const auto type = static_cast<std::int8_t>(reader.u8());
  return make_data_checksum(type, reader.i32());
}

std::string encode_meta_header(const DataChecksum& checksum) {
  std::string header;
  ByteWriter writer(header);
  writer.i16(kMetaFileVersion);
  writer.u8(static_cast<std::uint8_t>(checksum.type));
  writer.u32(checksum.bytes_per_checksum);
  return header;
}

}  // namespace mammoth
