// Whether an address is this machine's (Hadoop: NetUtils.isLocalAddress).
#pragma once

#include <string>

namespace mammoth::hdfs {

// Of the addresses that the machine had when the first was asked for. Thread-safe.
bool is_own_address(const std::string& ip);

}  // namespace mammoth::hdfs
