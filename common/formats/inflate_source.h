// Data that zlib has compressed: gzip files of one or more members, and zlib's own format.
#pragma once

#include <memory>

#include "common/formats/byte_source.h"

namespace mammoth::formats {

enum class DeflateFormat { kGzip, kZlib, kRaw };

// What `source` holds, decompressed. Damaged data is kIo and cut off data kEof, with the messages of
// Hadoop's codecs.
std::unique_ptr<ByteSource> inflate_source(std::unique_ptr<ByteSource> source,
                                           DeflateFormat format);

}  // namespace mammoth::formats
