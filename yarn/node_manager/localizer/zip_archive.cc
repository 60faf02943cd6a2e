#include "yarn/node_manager/localizer/zip_archive.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

namespace mammoth::yarn::node {

namespace {

constexpr std::uint32_t kLocalMagic = 0x04034b50;
constexpr std::uint32_t kEntryMagic = 0x02014b50;
constexpr std::uint32_t kEndMagic = 0x06054b50;
constexpr std::uint32_t kEnd64Magic = 0x06064b50;
constexpr std::uint32_t kLocator64Magic = 0x07064b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kEntryBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kLocator64Bytes = 20;
constexpr std::size_t kMaxCommentBytes = 0xFFFF;
constexpr std::uint16_t kZip64Extra = 1;
constexpr std::uint32_t kElsewhere = 0xFFFFFFFF;

Error damaged(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("error in opening zip file: {}", what)};
}

// Little-endian; the caller has checked the bounds.
std::uint64_t number_at(ByteView bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;)
    value = value << 8 | static_cast<std::uint64_t>(bytes[at + i]);
  return value;
}
std::uint32_t u32_at(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(number_at(bytes, at, 4));
}
std::uint16_t u16_at(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(number_at(bytes, at, 2));
}

struct DirectoryPlace {
  std::uint64_t entries = 0;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

Result<DirectoryPlace> find_directory(ByteView archive) {
  if (archive.size() < kEndBytes) return damaged("it is too short");
  const std::size_t lowest =
      archive.size() - std::min(archive.size(), kEndBytes + kMaxCommentBytes);
  std::size_t end = archive.size() - kEndBytes;
  while (u32_at(archive, end) != kEndMagic) {
    if (end == lowest) return damaged("it has no directory");
    --end;
  }
  DirectoryPlace place{.entries = u16_at(archive, end + 10),
                       .offset = u32_at(archive, end + 16),
                       .bytes = u32_at(archive, end + 12)};
  const bool is_64 =
      place.entries == 0xFFFF || place.offset == kElsewhere || place.bytes == kElsewhere;
  if (is_64 && end >= kLocator64Bytes &&
      u32_at(archive, end - kLocator64Bytes) == kLocator64Magic) {
    const std::uint64_t at = number_at(archive, end - kLocator64Bytes + 8, 8);
    if (at > archive.size() || archive.size() - at < kEnd64Bytes ||
        u32_at(archive, at) != kEnd64Magic)
      return damaged("its 64-bit directory end is not where it should be");
    place = {.entries = number_at(archive, at + 32, 8),
             .offset = number_at(archive, at + 48, 8),
             .bytes = number_at(archive, at + 40, 8)};
  }
  if (place.entries > kMaxZipEntries)
    return damaged(fmt::format("{} entries, at most {} are taken", place.entries, kMaxZipEntries));
  if (place.offset > archive.size() || place.bytes > archive.size() - place.offset)
    return damaged("its directory lies outside of it");
  return place;
}

// Sizes that do not fit 32 bits stand in the extra field, in this order, and only those.
void apply_zip64(ByteView extra, ZipEntry& entry) {
  while (extra.size() >= 4) {
    const std::size_t length = u16_at(extra, 2);
    if (length > extra.size() - 4) return;
    ByteView body = extra.subspan(4, length);
    if (u16_at(extra, 0) == kZip64Extra) {
      for (std::uint64_t* field :
           {&entry.size_bytes, &entry.compressed_bytes, &entry.header_offset}) {
        if (*field != kElsewhere || body.size() < 8) continue;
        *field = number_at(body, 0, 8);
        body = body.subspan(8);
      }
      return;
    }
    extra = extra.subspan(4 + length);
  }
}

Result<ZipEntry> take_entry(ByteView& directory) {
  if (directory.size() < kEntryBytes || u32_at(directory, 0) != kEntryMagic)
    return damaged("its directory is cut off");
  const std::size_t name_bytes = u16_at(directory, 28);
  const std::size_t extra_bytes = u16_at(directory, 30);
  const std::size_t total = kEntryBytes + name_bytes + extra_bytes + u16_at(directory, 32);
  if (total > directory.size()) return damaged("its directory is cut off");
  const std::uint16_t method = u16_at(directory, 10);
  if ((u16_at(directory, 8) & 1) != 0) return damaged("it is encrypted");
  if (method != 0 && method != Z_DEFLATED)
    return damaged(fmt::format("compression method {} is not supported", method));
  const ByteView name = directory.subspan(kEntryBytes, name_bytes);
  ZipEntry entry{.name = std::string(reinterpret_cast<const char*>(name.data()), name.size()),
                 .deflated = method == Z_DEFLATED,
                 .compressed_bytes = u32_at(directory, 20),
                 .size_bytes = u32_at(directory, 24),
                 .header_offset = u32_at(directory, 42),
                 .crc = u32_at(directory, 16)};
  const bool from_unix = u16_at(directory, 4) >> 8 == 3;
  if (from_unix) entry.mode = u32_at(directory, 38) >> 16 & 0777;
  apply_zip64(directory.subspan(kEntryBytes + name_bytes, extra_bytes), entry);
  directory = directory.subspan(total);
  return entry;
}

Result<ByteView> data_of(ByteView archive, const ZipEntry& entry) {
  const std::uint64_t at = entry.header_offset;
  if (at > archive.size() || archive.size() - at < kLocalBytes ||
      u32_at(archive, at) != kLocalMagic)
    return damaged("an entry is not where its directory says");
  const std::uint64_t begin =
      at + kLocalBytes + u16_at(archive, at + 26) + u16_at(archive, at + 28);
  if (begin > archive.size() || entry.compressed_bytes > archive.size() - begin)
    return damaged("an entry is cut off");
  return archive.subspan(begin, entry.compressed_bytes);
}

// zlib's state, freed in any case.
struct Inflater {
  Inflater() { ok = inflateInit2(&stream, -MAX_WBITS) == Z_OK; }
  ~Inflater() {
    if (ok) inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream stream{};
  bool ok = false;
};

// Hands every piece on, and counts.
struct CheckedSink {
  const ZipSink& sink;
  std::uint64_t left;
  uLong crc = crc32(0, nullptr, 0);

  Result<void> put(ByteView piece) {
    if (piece.size() > left) return damaged("an entry is longer than its directory says");
    left -= piece.size();
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
    return sink(piece);
  }
};

Result<void> inflate_into(ByteView data, CheckedSink& sink) {
  Inflater inflater;
  if (!inflater.ok) return damaged("no memory");
  std::array<std::byte, 64 << 10> buffer;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (inflater.stream.avail_in == 0 && !data.empty()) {
      const std::size_t count = std::min<std::size_t>(data.size(), 1 << 30);
      inflater.stream.next_in =
          reinterpret_cast<Bytef*>(const_cast<std::byte*>(data.data()));  // zlib does not write
      inflater.stream.avail_in = static_cast<uInt>(count);
      data = data.subspan(count);
    }
    inflater.stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    inflater.stream.avail_out = buffer.size();
    state = inflate(&inflater.stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return damaged("an entry cannot be expanded");
    TRY(sink.put(ByteView(buffer).first(buffer.size() - inflater.stream.avail_out)));
  }
  return {};
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip_directory(ByteView archive) {
  const DirectoryPlace place = TRY(find_directory(archive));
  ByteView directory = archive.subspan(place.offset, place.bytes);
  std::vector<ZipEntry> entries;
  for (std::uint64_t i = 0; i < place.entries; ++i) entries.push_back(TRY(take_entry(directory)));
  return entries;
}

Result<void> read_zip_entry(ByteView archive, const ZipEntry& entry, const ZipSink& sink) {
  const ByteView data = TRY(data_of(archive, entry));
  CheckedSink checked{.sink = sink, .left = entry.size_bytes};
  if (entry.deflated)
    TRY(inflate_into(data, checked));
  else
    TRY(checked.put(data));
  if (checked.left != 0 || checked.crc != entry.crc)
    return Error{ErrorCode::kChecksum, "invalid entry CRC of " + entry.name};
  return {};
}

}  // namespace mammoth::yarn::node
