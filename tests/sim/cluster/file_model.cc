#include "tests/sim/cluster/file_model.h"

#include <vector>

namespace mammoth::sim {
namespace {

std::byte byte_at(std::uint64_t id, std::uint64_t offset) {
  std::uint64_t word = (id << 40) ^ (offset >> 3);
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return static_cast<std::byte>(word >> (8 * (offset & 7)));
}

}  // namespace

void make_bytes(std::uint64_t id, std::uint64_t offset, std::span<std::byte> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = byte_at(id, offset + i);
}

std::optional<std::uint64_t> first_difference(std::uint64_t id, std::uint64_t offset,
                                              std::span<const std::byte> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (bytes[i] != byte_at(id, offset + i)) return offset + i;
  return std::nullopt;
}

std::string FileModel::new_path() {
  return root + "/f" + std::to_string(next_id);
}

void FileModel::give_up(const std::string& path) {
  const auto found = files.find(path);
  if (found == files.end()) return;
  unknown[path] = found->second;
  files.erase(found);
}

}  // namespace mammoth::sim
