// Data that bzip2 has compressed, in one or more streams.
#pragma once

#include <memory>

#include "hdfs-cli/text/byte_source.h"

namespace mammoth::cli {

// What `source` holds, decompressed. Damaged or cut off data is kIo.
std::unique_ptr<ByteSource> bzip2_source(std::unique_ptr<ByteSource> source);

}  // namespace mammoth::cli
