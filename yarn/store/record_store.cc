#include "yarn/store/record_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/table.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "common/base/log.h"

namespace mammoth::yarn {

namespace {

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view view(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

Error store_failure(const rocksdb::Status& status) {
  return {ErrorCode::kIo, "the state store: " + status.ToString()};
}

// Some thousand small records: little memory, one log, no history of RocksDB's own logs.
rocksdb::Options small_options() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 2u << 20;
  options.max_write_buffer_number = 2;
  options.max_background_jobs = 2;
  options.max_total_wal_size = 8u << 20;
  options.max_open_files = 64;
  options.keep_log_file_num = 1;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(1u << 20);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace

class RecordStore::Impl {
 public:
  explicit Impl(rocksdb::DB* db) : db_(db), thread_([this] { run(); }) {}
  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    work_.notify_one();
    thread_.join();
  }

  void change(const std::function<void(rocksdb::WriteBatch&)>& say) {
    {
      const std::lock_guard lock(mutex_);
      say(pending_);
      ++written_;
    }
    work_.notify_one();
  }

  void begin_group() {
    const std::lock_guard lock(mutex_);
    ++groups_;
  }
  void end_group() {
    {
      const std::lock_guard lock(mutex_);
      --groups_;
    }
    work_.notify_one();
  }

  bool flush() {
    std::unique_lock lock(mutex_);
    const std::uint64_t until = written_;
    advanced_.wait(lock, [&] { return durable_ >= until || failed_; });
    return durable_ >= until;
  }

  void listen(const void* who, std::function<void(std::uint64_t)> advanced) {
    const std::lock_guard lock(listeners_mutex_);
    if (advanced)
      listeners_[who] = std::move(advanced);
    else
      listeners_.erase(who);
  }

  rocksdb::DB& db() const { return *db_; }
  std::uint64_t written() const { return written_; }
  std::uint64_t durable() const { return durable_; }
  bool failed() const { return failed_; }

 private:
  void run() {
    rocksdb::WriteOptions options;
    options.sync = true;
    for (;;) {
      rocksdb::WriteBatch batch;
      std::uint64_t until = 0;
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return groups_ == 0 && (stopping_ || written_ > durable_); });
        if (written_ == durable_) return;
        std::swap(batch, pending_);
        until = written_;
      }
      const rocksdb::Status status = db_->Write(options, &batch);
      if (!status.ok()) log::error("store", "{}", store_failure(status).message);
      announce(until, status.ok());
      if (!status.ok()) return;
    }
  }

  void announce(std::uint64_t until, bool good) {
    {
      const std::lock_guard lock(mutex_);
      if (good)
        durable_ = until;
      else
        failed_ = true;
    }
    advanced_.notify_all();
    const std::lock_guard lock(listeners_mutex_);
    for (const auto& [who, listener] : listeners_) listener(durable_);
  }

  const std::unique_ptr<rocksdb::DB> db_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable advanced_;
  rocksdb::WriteBatch pending_;  // this and what follows guarded by mutex_ for writing
  std::atomic<std::uint64_t> written_{0};
  std::atomic<std::uint64_t> durable_{0};
  std::atomic<bool> failed_{false};
  int groups_ = 0;
  bool stopping_ = false;
  std::mutex listeners_mutex_;  // held while they run
  std::map<const void*, std::function<void(std::uint64_t)>> listeners_;
  std::thread thread_;
};

RecordStore::RecordStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RecordStore::~RecordStore() = default;

RecordStore::Group::Group(RecordStore& store) : store_(store) {
  store_.impl_->begin_group();
}

RecordStore::Group::~Group() {
  store_.impl_->end_group();
}

Result<std::unique_ptr<RecordStore>> RecordStore::open(const std::string& directory) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  if (failure)
    return Error{ErrorCode::kIo, "cannot make directory " + directory + ": " + failure.message()};
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failure);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(small_options(), directory, &db);
  if (!status.ok()) return Error{ErrorCode::kIo, directory + ": " + status.ToString()};
  return std::unique_ptr<RecordStore>(new RecordStore(std::make_unique<Impl>(db)));
}

void RecordStore::put(std::string_view key, std::string_view value) {
  impl_->change([&](rocksdb::WriteBatch& batch) { batch.Put(slice(key), slice(value)); });
}

void RecordStore::remove(std::string_view key) {
  impl_->change([&](rocksdb::WriteBatch& batch) { batch.Delete(slice(key)); });
}

Result<std::optional<std::string>> RecordStore::get(std::string_view key) const {
  std::string value;
  const rocksdb::Status status = impl_->db().Get(rocksdb::ReadOptions(), slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return store_failure(status);
  return std::optional<std::string>(std::move(value));
}

Result<void> RecordStore::scan(std::string_view prefix, const Visit& visit) const {
  const std::unique_ptr<rocksdb::Iterator> it(impl_->db().NewIterator(rocksdb::ReadOptions()));
  for (it->Seek(slice(prefix)); it->Valid() && it->key().starts_with(slice(prefix)); it->Next())
    visit(view(it->key()), view(it->value()));
  if (!it->status().ok()) return store_failure(it->status());
  return {};
}

std::uint64_t RecordStore::written() const {
  return impl_->written();
}
std::uint64_t RecordStore::durable() const {
  return impl_->durable();
}
bool RecordStore::failed() const {
  return impl_->failed();
}
bool RecordStore::flush() const {
  return impl_->flush();
}

void RecordStore::on_advance(const void* who, std::function<void(std::uint64_t)> advanced) {
  impl_->listen(who, std::move(advanced));
}

}  // namespace mammoth::yarn
