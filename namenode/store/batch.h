// A Transaction as records of the database. Private to this room.
#pragma once

#include <rocksdb/write_batch.h>

#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

struct ChangeCounts {
  std::uint64_t puts = 0;
  std::uint64_t erases = 0;
};

// Adds the puts and erases of all changes to `batch`, those of open files' records to `open_files`;
// touches of directories add nothing.
ChangeCounts append_changes(const Transaction& transaction, rocksdb::WriteBatch& batch,
                            rocksdb::WriteBatch& open_files);

// The name of an id mark's record.
std::string mark_key(IdMark mark);

}  // namespace mammoth::namenode
