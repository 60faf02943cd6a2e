// The compressions that container files use for their pieces.
#pragma once

#include <string>

#include "common/base/result.h"

namespace mammoth::cli {

enum class Codec { kNone, kZlib, kDeflate, kGzip, kBzip2, kSnappyBlocks, kSnappy };

// `bytes` decompressed, at most 1 GiB. Damaged data is kIo.
Result<std::string> decompress(Codec codec, std::string bytes);

}  // namespace mammoth::cli
