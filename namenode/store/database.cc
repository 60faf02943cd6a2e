#include "namenode/store/database.h"

#include <rocksdb/listener.h>
#include <sys/resource.h>

#include <algorithm>

#include "namenode/store/key_schema.h"

namespace mammoth::namenode {

namespace {

void expect(const rocksdb::Status& status, std::string_view what) {
  if (!status.ok()) throw StoreError(std::string(what) + ": " + status.ToString());
}

class BackgroundErrors final : public rocksdb::EventListener {
 public:
  explicit BackgroundErrors(std::function<void(const std::string&)> report)
      : report_(std::move(report)) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    report_("background work of the database: " + status->ToString());
  }

 private:
  const std::function<void(const std::string&)> report_;
};

// RocksDB dies in strange ways when it meets the limit later.
void check_file_limit(int max_open_files) {
  constexpr rlim_t kForTheRest = 256;  // connections, logs, tables being written
  const rlim_t needed = static_cast<rlim_t>(max_open_files) + kForTheRest;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= needed) return;
  limit.rlim_cur = std::min(limit.rlim_max, needed);
  if (limit.rlim_max < needed || setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    throw StoreError("the process may open " + std::to_string(limit.rlim_max) +
                     " files, but the metadata store needs " + std::to_string(needed) +
                     "; raise the limit (ulimit -n)");
  }
}

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

Database::Database(const std::string& directory, const StoreOptions& options, Mode mode,
                   std::function<void(const std::string&)> on_background_error) {
  check_file_limit(options.max_open_files);
  rocksdb::Options db_options = database_options(options);
  db_options.create_if_missing = db_options.error_if_exists = mode == Mode::kCreate;
  if (on_background_error) {
    db_options.listeners.push_back(
        std::make_shared<BackgroundErrors>(std::move(on_background_error)));
  }
  rocksdb::DB* db = nullptr;
  expect(rocksdb::DB::Open(db_options, directory, &db), "cannot open " + directory);
  db_.reset(db);
}

Database::~Database() = default;

bool Database::read(std::string_view key, rocksdb::PinnableSlice& value) const {
  const auto status =
      db_->Get(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), slice(key), &value);
  if (status.IsNotFound()) return false;
  expect(status, "cannot read from the database");
  return true;
}

void Database::scan(std::string_view prefix, std::string_view start, Caching caching,
                    const Visit& visit) const {
  const std::string end = end_of_prefix(prefix);
  const rocksdb::Slice upper_bound = slice(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper_bound;
  options.fill_cache = caching == Caching::kFill;
  const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
  for (it->Seek(slice(start)); it->Valid(); it->Next())
    if (!visit(view(it->key()), as_byte_view(view(it->value())))) return;
  expect(it->status(), "cannot read from the database");
}

void Database::write(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  expect(db_->Write(options, &batch), "cannot write to the database");
}

void Database::begin_flush() {
  rocksdb::FlushOptions options;
  options.wait = false;
  options.allow_write_stall = true;
  expect(db_->Flush(options), "cannot flush the database");
}

void Database::flush() { expect(db_->Flush(rocksdb::FlushOptions()), "cannot flush the database"); }

bool Database::flushed() const {
  std::uint64_t memtables = 0;
  return db_->GetIntProperty(rocksdb::DB::Properties::kNumImmutableMemTable, &memtables) &&
         memtables == 0;
}

}  // namespace mammoth::namenode
