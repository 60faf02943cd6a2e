#include "yarn/node_manager/shuffle/map_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/file_handle.h"
#include "common/io/byte_reader.h"
#include "common/io/crc32.h"
#include "common/security/writable.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::size_t kRecordBytes = 24;
constexpr std::size_t kChecksumBytes = 8;
constexpr off_t kMaxIndexBytes = 64 << 20;  // 2.7 million partitions

// The whole file, or nothing when there is none.
Result<std::string> read_index(const std::string& path) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0) return std::string();
  if (status.st_size > kMaxIndexBytes)
    return Error{ErrorCode::kIo, fmt::format("{} has {} bytes, at most {} are taken", path,
                                             status.st_size, kMaxIndexBytes)};
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  const ssize_t count = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return bytes;
}

}  // namespace

Result<MapOutputPart> part_of_index(ByteView index, int reduce, const std::string& path) {
  if (index.size() < kRecordBytes + kChecksumBytes ||
      (index.size() - kChecksumBytes) % kRecordBytes != 0)
    return Error{ErrorCode::kIo, "Invalid index file: " + path};
  const ByteView records = index.first(index.size() - kChecksumBytes);
  if (ByteReader(index.last(kChecksumBytes)).u64() != update_crc(ChecksumType::kCrc32, 0, records))
    return Error{ErrorCode::kChecksum, "Checksum error reading spill index: " + path};
  const std::size_t count = records.size() / kRecordBytes;
  if (reduce < 0 || static_cast<std::size_t>(reduce) >= count)
    return Error{ErrorCode::kIo,
                 fmt::format("{} has {} partitions, {} was asked for", path, count, reduce)};
  ByteReader reader(records.subspan(static_cast<std::size_t>(reduce) * kRecordBytes, kRecordBytes));
  MapOutputPart part;
  part.offset = reader.u64();
  part.raw_bytes = reader.u64();
  part.part_bytes = reader.u64();
  return part;
}

Result<MapOutputPart> find_map_output(const std::vector<std::string>& application_roots,
                                      const std::string& map, int reduce) {
  for (const auto& root : application_roots) {
    const std::string file = root + "/output/" + map + "/file.out";
    const std::string index = TRY(read_index(file + ".index"));
    if (index.empty()) continue;
    MapOutputPart part = TRY(part_of_index(as_byte_view(index), reduce, file + ".index"));
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) continue;
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (part.offset > size || part.part_bytes > size - part.offset)
      return Error{ErrorCode::kIo, file + " is shorter than its index says"};
    part.file = file;
    return part;
  }
  return Error{
      ErrorCode::kFileNotFound,
      fmt::format("Could not find output/{}/file.out.index in any of the directories", map)};
}

std::string shuffle_header(const std::string& map, const MapOutputPart& part, int reduce) {
  std::string header;
  security::append_vbytes(header, map);
  security::append_vlong(header, static_cast<std::int64_t>(part.part_bytes));
  security::append_vlong(header, static_cast<std::int64_t>(part.raw_bytes));
  security::append_vlong(header, reduce);
  return header;
}

}  // namespace mammoth::yarn::node
