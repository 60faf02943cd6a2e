// RocksDB, as this store uses it: without a log of its own (journal.h), with the options that suit it, and
// with failures that are StoreErrors. Private to this room.
//
// Thread-safe.
#pragma once

#include <rocksdb/db.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/bytes.h"
#include "namenode/store/store_error.h"
#include "namenode/store/store_options.h"

namespace mammoth::namenode {

class Database {
 public:
  enum class Mode { kCreate, kExisting };
  // `on_background_error` is told, by a thread of RocksDB, when a flush or compaction failed for good.
  Database(const std::string& directory, const StoreOptions& options, Mode mode,
           std::function<void(const std::string&)> on_background_error = {});
  ~Database();

  // Calls `use` with the value, while it is pinned. False if there is none.
  template <class Use>
  bool get(std::string_view key, Use&& use) const {
    rocksdb::PinnableSlice value;
    if (!read(key, value)) return false;
    use(as_byte_view({value.data(), value.size()}));
    return true;
  }

  // The records whose keys begin with `prefix` from `start` on (a key with that prefix), in order, until
  // `visit` answers false. A pass over much of the database should not displace what is cached.
  using Visit = std::function<bool(std::string_view key, ByteView value)>;
  enum class Caching { kFill, kLeave };
  void scan(std::string_view prefix, std::string_view start, Caching caching,
            const Visit& visit) const;

  // Visible at once; durable once a flush has written it to tables.
  void write(rocksdb::WriteBatch& batch);
  // Everything written so far goes into one table, and nothing of what is written later: after a crash the
  // database holds what it held at the moment of such a call. begin_flush does not wait.
  void begin_flush();
  void flush();
  // Whether everything that begin_flush took is durable.
  bool flushed() const;

 private:
  bool read(std::string_view key, rocksdb::PinnableSlice& value) const;

  std::unique_ptr<rocksdb::DB> db_;
};

// The memory bounds as RocksDB's options, with the reasons.
rocksdb::Options database_options(const StoreOptions& options);

}  // namespace mammoth::namenode
