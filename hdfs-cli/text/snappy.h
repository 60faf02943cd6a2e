// Snappy's compressed format (google/snappy, format_description.txt), decompression only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "hdfs-cli/text/byte_source.h"

namespace mammoth::cli {

// One compressed piece as a whole. Damaged data is kIo; it is limited to 1 GiB.
Result<std::string> snappy_decompress(std::string_view compressed);

// A .snappy file of Hadoop: blocks of an int32 length, big-endian, and then pieces, each with an
// int32 length of its own, until they have that many bytes decompressed (Hadoop:
// BlockDecompressorStream).
std::unique_ptr<ByteSource> snappy_source(std::unique_ptr<ByteSource> source);

}  // namespace mammoth::cli
