// Data that bzip2 has compressed, in one or more streams.
#pragma once

#include <memory>

#include "common/formats/byte_source.h"

namespace mammoth::formats {

// What `source` holds, decompressed. Damaged or cut off data is kIo.
std::unique_ptr<ByteSource> bzip2_source(std::unique_ptr<ByteSource> source);

}  // namespace mammoth::formats
