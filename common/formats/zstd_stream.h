// Zstandard, both ways (Hadoop: ZStandardCodec).
#pragma once

#include <memory>
#include <optional>

#include "common/formats/byte_sink.h"
#include "common/formats/byte_source.h"

namespace mammoth::formats {

// What `source` holds, frames one behind the other, decompressed. Damaged data is kIo, cut off data
// kEof. Frames whose window is larger than 128 MiB are refused.
std::unique_ptr<ByteSource> zstd_source(std::unique_ptr<ByteSource> source);

// One frame. `level`: 1 to 22, 3 without.
std::unique_ptr<ByteSink> zstd_sink(std::unique_ptr<ByteSink> sink,
                                    std::optional<int> level = std::nullopt);

}  // namespace mammoth::formats
