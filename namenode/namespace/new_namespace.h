// What an empty file system holds.
#pragma once

#include <string>

#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

// The root, owned by the superuser as rwxr-xr-x, and the marks of ids of which none was given out
// (Hadoop: FSDirectory.createRoot).
Transaction new_namespace(std::string superuser, std::string supergroup);

}  // namespace mammoth::namenode
