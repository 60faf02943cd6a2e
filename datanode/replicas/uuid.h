// Random identifiers (RFC 4122, version 4): of a datanode, and with "DS-" before it of a storage.
#pragma once

#include <string>

namespace mammoth::datanode {

// "0e3a5c1e-…", 36 characters. Unique, not secret.
std::string random_uuid();

}  // namespace mammoth::datanode
