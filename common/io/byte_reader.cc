#include "common/io/byte_reader.h"

#include <fmt/format.h>

#include "common/io/varint.h"

namespace mammoth {

std::uint64_t ByteReader::varint() {
  const auto number = parse_varint(bytes_);
  if (!number) fail(bytes_.size() + 1);
  skip(number->size);
  return number->value;
}

std::int64_t ByteReader::zigzag() {
  return zigzag_decode(varint());
}

void ByteReader::fail(std::size_t wanted) const {
  throw MalformedInput(fmt::format("{} bytes wanted, {} left", wanted, bytes_.size()));
}

}  // namespace mammoth
