// VERSION files, which say whose data a directory holds: Java properties (Hadoop: Storage,
// StorageInfo).
//
//   #Sun Nov 22 18:20:25 UTC 2026
//   storageID=DS-5e21…
//   clusterID=CID-…
//   layoutVersion=-57
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/io/disk.h"

namespace mammoth::datanode {

using Properties = std::map<std::string, std::string, std::less<>>;

// Comments, blanks around names and values, backslash escapes; no continued lines and no \uXXXX, which
// these files never hold.
Properties parse_properties(std::string_view text);
std::string format_properties(const Properties& properties);

// Throws DiskError; refuses (kIo) a file larger than 64 KiB.
Result<Properties> read_version_file(Disk& disk, const std::string& path);
// Durable on return.
void write_version_file(Disk& disk, const std::string& path, const Properties& properties);

// A property that must be there, or must be there and a number; the error names file and property.
Result<std::string> required_text(const Properties& properties, std::string_view name,
                                  std::string_view path);
Result<std::int64_t> required_number(const Properties& properties, std::string_view name,
                                     std::string_view path);

}  // namespace mammoth::datanode
