// The rows of TeraGen (Hadoop: terasort.GenSort, Random16, Unsigned16; originally gensort). A row
// has 100 bytes and follows from its number alone:
//
//   0…9     first 10 bytes of the state of a 128-bit random generator after number + 1 steps
//   10, 11  00 11
//   12…43   the number in 32 upper-case hex digits
//   44…47   88 99 AA BB
//   48…95   the last 12 of the state's 32 hex digits, each four times
//   96…99   CC DD EE FF
//
// Pure; a generator is for one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mammoth::mapreduce::examples {

__extension__ using Unsigned128 = unsigned __int128;

inline constexpr std::size_t kTeraKeyBytes = 10;
inline constexpr std::size_t kTeraRowBytes = 100;

class TeraRows {
 public:
  explicit TeraRows(std::uint64_t first_row);
  // Writes the next row to `to`, which has room for kTeraRowBytes.
  void next(char* to);

 private:
  std::uint64_t row_;
  Unsigned128 state_;
};

// CRC32 as zlib's.
std::uint32_t crc32_of(std::string_view bytes);

// Hex digits without leading zeros, and back; throws std::invalid_argument.
std::string hex_text(Unsigned128 value);
Unsigned128 parse_hex(std::string_view text);

}  // namespace mammoth::mapreduce::examples
