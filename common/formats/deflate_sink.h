// Compresses with zlib: gzip files, zlib's own format and raw deflate.
#pragma once

#include <memory>
#include <optional>

#include "common/formats/byte_sink.h"
#include "common/formats/inflate_source.h"

namespace mammoth::formats {

// One member or stream. `level`: 0 to 9, zlib's default without.
std::unique_ptr<ByteSink> deflate_sink(std::unique_ptr<ByteSink> sink, DeflateFormat format,
                                       std::optional<int> level = std::nullopt);

}  // namespace mammoth::formats
