#include "mapreduce/examples/tera_rows.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace mammoth::mapreduce::examples {

namespace {

constexpr Unsigned128 make(std::uint64_t high, std::uint64_t low) {
  return static_cast<Unsigned128>(high) << 64 | low;
}

constexpr Unsigned128 kFactor = make(0x2360ed051fc65da4, 0x4385df649fccf645);
constexpr Unsigned128 kSummand = make(0x4a696d4772617952, 0x4950202020202001);
constexpr std::string_view kUpper = "0123456789ABCDEF";
constexpr std::string_view kLower = "0123456789abcdef";

// The state after `steps` from 0: the step x -> a x + c, squared as often as the number has bits.
Unsigned128 state_after(std::uint64_t steps) {
  Unsigned128 state = 0;
  Unsigned128 factor = kFactor;
  Unsigned128 summand = kSummand;
  for (; steps != 0; steps >>= 1) {
    if ((steps & 1) != 0) state = factor * state + summand;
    summand = factor * summand + summand;
    factor *= factor;
  }
  return state;
}

void write_hex(Unsigned128 value, char* to) {
  for (int i = 31; i >= 0; --i, value >>= 4) to[i] = kUpper[static_cast<std::size_t>(value & 0xf)];
}

constexpr auto kCrcTables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
    tables[0][i] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k)
    for (std::size_t i = 0; i < 256; ++i)
      tables[k][i] = tables[k - 1][i] >> 8 ^ tables[0][tables[k - 1][i] & 0xff];
  return tables;
}();

}  // namespace

TeraRows::TeraRows(std::uint64_t first_row) : row_(first_row), state_(state_after(first_row)) {}

void TeraRows::next(char* to) {
  state_ = kFactor * state_ + kSummand;
  for (std::size_t i = 0; i < kTeraKeyBytes; ++i)
    to[i] = static_cast<char>(state_ >> (120 - 8 * i));
  std::memcpy(to + 10, "\x00\x11", 2);
  write_hex(row_, to + 12);
  std::memcpy(to + 44, "\x88\x99\xaa\xbb", 4);
  for (std::size_t i = 0; i < 12; ++i)
    std::memset(to + 48 + 4 * i, kUpper[static_cast<std::size_t>(state_ >> (44 - 4 * i) & 0xf)], 4);
  std::memcpy(to + 96, "\xcc\xdd\xee\xff", 4);
  ++row_;
}

std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    word ^= crc;
    crc = 0;
    for (std::size_t i = 0; i < 8; ++i) crc ^= kCrcTables[7 - i][word >> 8 * i & 0xff];
  }
  for (; left > 0; --left, ++at)
    crc = crc >> 8 ^ kCrcTables[0][(crc ^ static_cast<unsigned char>(*at)) & 0xff];
  return ~crc;
}

std::string hex_text(Unsigned128 value) {
  std::string text;
  do {
    text.push_back(kLower[static_cast<std::size_t>(value & 0xf)]);
    value >>= 4;
  } while (value != 0);
  std::ranges::reverse(text);
  return text;
}

Unsigned128 parse_hex(std::string_view text) {
  if (text.empty() || text.size() > 32) throw std::invalid_argument("no hex number");
  Unsigned128 value = 0;
  for (const char c : text) {
    const std::size_t digit = kLower.find(c);
    if (digit == std::string_view::npos) throw std::invalid_argument("no hex number");
    value = value << 4 | digit;
  }
  return value;
}

}  // namespace mammoth::mapreduce::examples
