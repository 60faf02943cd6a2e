#include "namenode/store/meta_records.h"

#include <fmt/format.h>

#include <optional>

#include "namenode/store/key_schema.h"
#include "namenode/store/record_codec.h"

namespace mammoth::namenode {

namespace {

constexpr std::string_view kFormatVersionName = "format-version";
constexpr std::string_view kNamespaceIdName = "namespace-id";
constexpr std::string_view kClusterIdName = "cluster-id";
constexpr std::string_view kBlockPoolIdName = "block-pool-id";
constexpr std::string_view kCreationTimeName = "creation-time";
constexpr std::string_view kJournalSaltName = "journal-salt";
constexpr std::string_view kAppliedFrameName = "applied-frame";

std::optional<std::uint64_t> find_number(const Database& database, std::string_view key) {
  std::optional<std::uint64_t> number;
  database.get(key, [&](ByteView record) { number = decode_number(record); });
  return number;
}

std::uint64_t read_number(const Database& database, std::string_view key) {
  const auto number = find_number(database, key);
  if (!number) throw StoreError(fmt::format("the database has no record {}", key));
  return *number;
}

std::string read_text(const Database& database, std::string_view name) {
  std::string text;
  if (!database.get(meta_key(name), [&](ByteView record) { text = as_text(record); }))
    throw StoreError(fmt::format("the database has no record {}", name));
  return text;
}

}  // namespace

void append_meta_records(const MetaRecords& records, rocksdb::WriteBatch& batch) {
  const FileSystemIdentity& identity = records.identity;
  batch.Put(meta_key(kFormatVersionName), encode_number(kFormatVersion));
  batch.Put(meta_key(kNamespaceIdName), encode_number(identity.namespace_id));
  batch.Put(meta_key(kClusterIdName), identity.cluster_id);
  batch.Put(meta_key(kBlockPoolIdName), identity.block_pool_id);
  batch.Put(meta_key(kCreationTimeName),
            encode_number(static_cast<std::uint64_t>(identity.creation_time_ms)));
  batch.Put(meta_key(kJournalSaltName), encode_number(records.journal_salt));
}

MetaRecords read_meta_records(const Database& database) {
  const auto version = find_number(database, meta_key(kFormatVersionName));
  if (!version) throw StoreError("the name directory is not completely formatted");
  if (*version != kFormatVersion) {
    throw StoreError(fmt::format("the name directory has format version {}, this program reads {}",
                                 *version, kFormatVersion));
  }
  MetaRecords records;
  FileSystemIdentity& identity = records.identity;
  identity.namespace_id =
      static_cast<std::uint32_t>(read_number(database, meta_key(kNamespaceIdName)));
  identity.cluster_id = read_text(database, kClusterIdName);
  identity.block_pool_id = read_text(database, kBlockPoolIdName);
  identity.creation_time_ms =
      static_cast<std::int64_t>(read_number(database, meta_key(kCreationTimeName)));
  records.journal_salt =
      static_cast<std::uint32_t>(read_number(database, meta_key(kJournalSaltName)));
  return records;
}

std::uint64_t read_mark(const Database& database, IdMark mark) {
  // Directories formatted before there were snapshots lack their number.
  if (mark == IdMark::kSnapshot) return find_number(database, mark_key(mark)).value_or(1);
  return read_number(database, mark_key(mark));
}

void append_applied_frame(FrameNumber frame, rocksdb::WriteBatch& batch) {
  batch.Put(meta_key(kAppliedFrameName), encode_number(frame));
}

FrameNumber read_applied_frame(const Database& database) {
  return find_number(database, meta_key(kAppliedFrameName)).value_or(0);
}

}  // namespace mammoth::namenode
