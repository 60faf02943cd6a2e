#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

std::string mode_text(Mode mode) {
  std::string text = "rwxrwxrwx";
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((mode >> (8 - i) & 1) == 0) text[i] = '-';
  if ((mode & kStickyBit) != 0) text.back() = (mode & 1) != 0 ? 't' : 'T';
  return text;
}

Usage& Usage::operator+=(const Usage& other) {
  names += other.names;
  space_bytes += other.space_bytes;
  for (std::size_t i = 0; i < kQuotaTypes; ++i) types[i] += other.types[i];
  open_first_bytes += other.open_first_bytes;
  open_bytes += other.open_bytes;
  return *this;
}

Usage Usage::operator-() const {
  Usage negative{.names = -names, .space_bytes = -space_bytes};
  for (std::size_t i = 0; i < kQuotaTypes; ++i) negative.types[i] = -types[i];
  negative.open_first_bytes = -open_first_bytes;
  negative.open_bytes = -open_bytes;
  return negative;
}

std::uint64_t Inode::length_bytes() const {
  std::uint64_t sum = 0;
  for (const Block& block : blocks) sum += block.length_bytes;
  return sum;
}

std::uint64_t Inode::length_without_open_block_bytes() const {
  const std::uint64_t sum = length_bytes();
  return under_construction && !blocks.empty() ? sum - blocks.back().length_bytes : sum;
}

}  // namespace mammoth::namenode
