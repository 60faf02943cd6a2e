// The few encodings of Java's Writables that tokens are made of: numbers of variable length (one
// byte from -112 to 127, else a byte that tells sign and length, then the bytes big-endian) and
// strings of bytes led by such a number. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::security {

void append_vlong(std::string& out, std::int64_t value);
void append_vbytes(std::string& out,
                   std::string_view bytes);  // Text.write, and Token's byte arrays

// Cut off the front of `in`. kEof when it ends too early, kIo for a length that is negative.
Result<std::int64_t> take_vlong(std::string_view& in);
Result<std::string> take_vbytes(std::string_view& in);

}  // namespace mammoth::security
