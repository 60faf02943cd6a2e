// Hadoop's files of LZ4 and Snappy blocks (BlockDecompressorStream).
//
//   block    int32 raw bytes of the block, big-endian
//            chunks until they have that many bytes decompressed:
//              int32 bytes of the chunk, the chunk (LZ4's or Snappy's raw format)
//
// A block of no bytes is what a writer leaves that was given none; it is skipped.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/formats/byte_source.h"

namespace mammoth::formats {

// One piece in Snappy's raw format (google/snappy, format_description.txt). Damaged data is kIo, as
// is more than 1 GiB.
Result<std::string> snappy_decompress(std::string_view compressed);

std::unique_ptr<ByteSource> snappy_source(std::unique_ptr<ByteSource> source);
std::unique_ptr<ByteSource> lz4_source(std::unique_ptr<ByteSource> source);

}  // namespace mammoth::formats
