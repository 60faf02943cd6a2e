// Zip archives, and so Java's jars: the directory at the end of the file tells what is in it, where
// and how it was compressed. Stored and deflated entries, 64-bit sizes; nothing encrypted.
//
//   { local header, name, extra, data }…   { directory entry }…   [zip64 end]   end of directory
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/result.h"

namespace mammoth::yarn::node {

struct ZipEntry {
  std::string name;
  bool deflated = false;
  std::uint64_t compressed_bytes = 0;
  std::uint64_t size_bytes = 0;
  std::uint64_t header_offset = 0;
  std::uint32_t crc = 0;
  std::uint32_t mode = 0;  // Unix permissions; 0 where nobody wrote any

  bool is_directory() const { return name.ends_with('/'); }
};

inline constexpr std::size_t kMaxZipEntries = 1'000'000;

// kIo, "error in opening zip file", for what is no archive; views and offsets are all checked.
Result<std::vector<ZipEntry>> read_zip_directory(ByteView archive);

// The entry's contents in pieces; never more than its size_bytes. kIo when they are damaged.
using ZipSink = std::function<Result<void>(ByteView piece)>;
Result<void> read_zip_entry(ByteView archive, const ZipEntry& entry, const ZipSink& sink);

// Writes the entries whose names match the whole regular expression (an empty one: all) below
// `directory`. Refuses names that lead out of it.
Result<void> unpack_zip(const std::string& archive, const std::string& directory,
                        const std::string& pattern);

}  // namespace mammoth::yarn::node
