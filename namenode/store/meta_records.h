// The few records about the database itself. Private to this room.
#pragma once

#include <cstdint>

#include "namenode/store/batch.h"
#include "namenode/store/database.h"
#include "namenode/store/format.h"
#include "namenode/store/journal.h"

namespace mammoth::namenode {

// Of what this program writes; it reads no other.
inline constexpr std::uint64_t kFormatVersion = 1;

struct MetaRecords {
  FileSystemIdentity identity;
  std::uint32_t journal_salt = 0;
};

// For a new database.
void append_meta_records(const MetaRecords& records, rocksdb::WriteBatch& batch);
// StoreError when the database was never completely formatted, or by a newer program.
MetaRecords read_meta_records(const Database& database);

std::uint64_t read_mark(const Database& database, IdMark mark);

// The journal's last frame that the database holds. Each frame ends with this record.
void append_applied_frame(FrameNumber frame, rocksdb::WriteBatch& batch);
FrameNumber read_applied_frame(const Database& database);

}  // namespace mammoth::namenode
