#include "common/io/disk.h"

#include <fmt/format.h>

#include <cerrno>

namespace mammoth {

DiskError::DiskError(int error_number, const std::string& operation, const std::string& path)
    : std::system_error(error_number, std::generic_category(),
                        fmt::format("{} {}", operation, path)),
      path_(path) {}

void DiskFile::write_pieces_at(std::uint64_t offset, std::span<const ByteView> pieces) {
  for (const auto piece : pieces) {
    write_at(offset, piece);
    offset += piece.size();
  }
}

std::string parent_directory(const std::string& path) {
  const auto slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string read_file(Disk& disk, const std::string& path, std::uint64_t limit_bytes) {
  const auto file = disk.open(path, OpenMode::kRead);
  const auto size = file->size();
  if (size > limit_bytes) throw DiskError(EFBIG, "read", path);
  std::string bytes(size, '\0');
  bytes.resize(file->read_at(0, std::as_writable_bytes(std::span(bytes))));
  return bytes;
}

void replace_file(Disk& disk, const std::string& path, ByteView bytes) {
  const auto temporary = path + ".tmp";
  disk.unlink(temporary);
  const auto file = disk.open(temporary, OpenMode::kCreate);
  file->write_at(0, bytes);
  file->sync();
  disk.rename(temporary, path);
  disk.sync_directory(parent_directory(path));
}

}  // namespace mammoth
