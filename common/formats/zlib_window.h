// zlib's codes for its formats, for deflateInit2 and inflateInit2.
#pragma once

#include <zlib.h>

#include "common/formats/inflate_source.h"

namespace mammoth::formats {

constexpr int zlib_window_bits(DeflateFormat format) {
  switch (format) {
    case DeflateFormat::kGzip:
      return MAX_WBITS + 16;
    case DeflateFormat::kZlib:
      return MAX_WBITS;
    case DeflateFormat::kRaw:
      return -MAX_WBITS;
  }
  return MAX_WBITS;
}

}  // namespace mammoth::formats
