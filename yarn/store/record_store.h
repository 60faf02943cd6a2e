// What the cluster manager's daemons must not forget: records by key in RocksDB (Hadoop:
// RMStateStore, NMStateStoreService). put() and remove() return at once and are numbered; a thread
// makes durable what has gathered, all of it in one write, in the order in which it was said. What
// is said between two writes becomes durable together or not at all.
//
//   store.put("a", "1"); store.remove("b");
//   call.hold_until(store.written());        nobody hears of it before durable() is there
//
// Thread-safe. The medium's failure is told by failed(): nothing becomes durable from then on, and
// the daemon must end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::yarn {

class RecordStore {
 public:
  // Makes the directory where there is none. kIo with RocksDB's words: one process at a time.
  static Result<std::unique_ptr<RecordStore>> open(const std::string& directory);
  ~RecordStore();  // makes durable what has been said
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  // Several calls with nothing of another thread's between them are one change: see Group.
  void put(std::string_view key, std::string_view value);
  void remove(std::string_view key);

  // While one is held, nothing of what its thread says is written without the rest.
  class Group {
   public:
    explicit Group(RecordStore& store);
    ~Group();
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

   private:
    RecordStore& store_;
  };

  // What is durable. kIo when it cannot be read.
  Result<std::optional<std::string>> get(std::string_view key) const;
  using Visit = std::function<void(std::string_view key, std::string_view value)>;
  Result<void> scan(std::string_view prefix, const Visit& visit) const;  // in the keys' order

  std::uint64_t written() const;  // the last change's number
  std::uint64_t durable() const;
  bool failed() const;
  // Until everything said so far is durable; false if that will never be.
  bool flush() const;

  // Told after durable() or failed() has changed, from one thread; an empty function ends that, and
  // none is running when this returns. `who` tells listeners apart.
  void on_advance(const void* who, std::function<void(std::uint64_t)> advanced);

 private:
  class Impl;
  explicit RecordStore(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace mammoth::yarn
