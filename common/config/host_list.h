// Lists of hosts in files (Hadoop: HostsFileReader).
#pragma once

#include <set>
#include <string>

#include "common/base/result.h"

namespace mammoth {

// Names between blanks and line ends, from a # to the end of its line a comment.
std::set<std::string> parse_hosts(const std::string& text);

// What a file says of hosts, in whatever form. kIo for one that cannot be read or is longer than
// 16 MiB.
Result<std::string> read_host_file(const std::string& path);

// The names of a file; none for an empty path. kIo as above, and for XML, which Hadoop reads too.
Result<std::set<std::string>> read_hosts(const std::string& path);

}  // namespace mammoth
