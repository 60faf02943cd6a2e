#include "datanode/replicas/uuid.h"

#include <fmt/format.h>

#include <cstdint>
#include <random>

namespace mammoth::datanode {

std::string random_uuid() {
  std::random_device dice;
  const auto word = [&dice] { return std::uint64_t{dice()} << 32 | dice(); };
  const std::uint64_t high = (word() & ~std::uint64_t{0xf000}) | 0x4000;
  const std::uint64_t low = (word() & ~(std::uint64_t{3} << 62)) | std::uint64_t{2} << 62;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xffff,
                     high & 0xffff, low >> 48, low & 0xffff'ffff'ffff);
}

}  // namespace mammoth::datanode
