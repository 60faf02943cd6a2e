// Compresses with bzip2 into one stream.
#pragma once

#include <memory>
#include <optional>

#include "common/formats/byte_sink.h"

namespace mammoth::formats {

// `level`: blocks of 100 to 900 kB (1 to 9), 9 without.
std::unique_ptr<ByteSink> bzip2_sink(std::unique_ptr<ByteSink> sink,
                                     std::optional<int> level = std::nullopt);

}  // namespace mammoth::formats
