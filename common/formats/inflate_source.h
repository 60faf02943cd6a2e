// Data that zlib has compressed: gzip files of one or more members, and zlib's own format.
#pragma once

#include <memory>

#include "common/formats/byte_source.h"

namespace mammoth::formats {

enum class DeflateFormat { kGzip, kZlib, kRaw };

// What `source` holds, decompressed. Damaged or cut off data is kIo, with the messages of Java.
std::unique_ptr<ByteSource> inflate_source(std::unique_ptr<ByteSource> source,
                                           DeflateFormat format);

}  // namespace mammoth::formats
