// Writes Hadoop's files of LZ4 and Snappy blocks, whose bytes block_source.h draws (Hadoop:
// BlockCompressorStream with its buffers of 256 KiB). As there, what is written with one call
// stands in one block if it fits.
#pragma once

#include <memory>
#include <string>

#include "common/formats/byte_sink.h"

namespace mammoth::formats {

std::unique_ptr<ByteSink> snappy_sink(std::unique_ptr<ByteSink> sink);
std::unique_ptr<ByteSink> lz4_sink(std::unique_ptr<ByteSink> sink);

}  // namespace mammoth::formats
