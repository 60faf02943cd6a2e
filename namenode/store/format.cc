#include "namenode/store/format.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <random>

#include "common/io/system_disk.h"
#include "namenode/namespace/new_namespace.h"
#include "namenode/store/journal.h"
#include "namenode/store/meta_records.h"
#include "namenode/store/store_error.h"

namespace mammoth::namenode {

namespace {

std::string random_uuid(std::random_device& dice) {
  std::array<std::uint32_t, 4> r{};
  for (auto& word : r) word = static_cast<std::uint32_t>(dice());
  r[1] = (r[1] & 0xFFFF0FFF) | 0x4000;      // version 4: random
  r[2] = (r[2] & 0x3FFFFFFF) | 0x80000000;  // variant 1
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", r[0], r[1] >> 16, r[1] & 0xFFFF,
                     r[2] >> 16, r[2] & 0xFFFF, r[3]);
}

FileSystemIdentity new_identity(const FormatRequest& request, const Clock& clock) {
  std::random_device dice;
  std::uniform_int_distribution<std::uint32_t> positive(1, 0x7FFFFFFF);  // Java's int
  FileSystemIdentity identity;
  identity.namespace_id = positive(dice);
  identity.cluster_id =
      request.cluster_id.empty() ? "CID-" + random_uuid(dice) : request.cluster_id;
  identity.creation_time_ms = clock.wall_ms();
  identity.block_pool_id = fmt::format("BP-{}-{}-{}", positive(dice), request.ip_address,
                                       identity.creation_time_ms);
  return identity;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

}  // namespace

std::string database_directory(const std::string& name_directory) {
  return name_directory + "/current/database";
}
std::string journal_directory(const std::string& name_directory) {
  return name_directory + "/current/journal";
}

bool is_formatted(const std::string& name_directory) {
  return SystemDisk().status(database_directory(name_directory) + "/CURRENT").has_value();
}

Result<FileSystemIdentity> format_name_directory(const FormatRequest& request, const Clock& clock) try {
  SystemDisk disk;
  const std::string& directory = request.name_directory;
  const std::string current = directory + "/current";
  disk.make_directories(directory);
  const auto lock = TRY(NameDirectoryLock::acquire(directory));
  if (disk.status(current) && !disk.list(current).empty()) {
    if (!request.force) {
      return Error{ErrorCode::kIo, "Storage directory " + directory + " is formatted already"};
    }
    std::filesystem::remove_all(current);
  }
  MetaRecords records{new_identity(request, clock), std::random_device{}()};
  const StoreOptions options;
  Journal::create(disk, journal_directory(directory), options.memtable_bytes);
  rocksdb::WriteBatch batch;
  append_meta_records(records, batch);
  append_changes(new_namespace(request.superuser, request.supergroup), batch, batch);
  disk.make_directories(database_directory(directory));
  Database database(database_directory(directory), options, Database::Mode::kCreate);
  database.write(batch);
  database.flush();
  disk.sync_directory(current);
  disk.sync_directory(directory);
  disk.sync_directory(parent_directory(directory));
  return std::move(records.identity);
} catch (const std::system_error& error) {
  throw StoreError(fmt::format("cannot format {}: {}", request.name_directory, error.what()));
}

Result<NameDirectoryLock> NameDirectoryLock::acquire(const std::string& name_directory) try {
  SystemDisk disk;
  auto file = disk.open(name_directory + "/in_use.lock", OpenMode::kOpenOrCreate);
  if (!file->try_lock()) {
    return Error{ErrorCode::kIo, "Cannot lock storage " + name_directory +
                                     ". The directory is already locked"};
  }
  const std::string owner = fmt::format("{}@{}", ::getpid(), host_name());
  file->truncate(0);
  file->write_at(0, as_byte_view(owner));
  return NameDirectoryLock(std::move(file));
} catch (const std::system_error& error) {
  throw StoreError(fmt::format("cannot lock {}: {}", name_directory, error.what()));
}

}  // namespace mammoth::namenode
