#include "namenode/store/batch.h"

#include "common/base/check.h"
#include "namenode/store/key_schema.h"
#include "namenode/store/record_codec.h"
#include "namenode/store/snapshot_codec.h"

namespace mammoth::namenode {

namespace {

// RocksDB's statuses of adding to a batch report only batches beyond 4 GiB.
class Appender {
 public:
  Appender(rocksdb::WriteBatch& batch, rocksdb::WriteBatch& open_files)
      : batch_(batch), open_files_(open_files) {}
  const ChangeCounts& counts() const { return counts_; }

  void operator()(const PutInode& c) { put(entry_key(c.at.parent, c.at.name), encode(*c.inode)); }
  void operator()(const EraseInode& c) { erase(entry_key(c.at.parent, c.at.name)); }
  void operator()(const PutLocator& c) { put(KeySpace::kLocator, c.id, encode(c.locator)); }
  void operator()(const EraseLocator& c) { erase(KeySpace::kLocator, c.id); }
  void operator()(const PutOpenFile& c) {
    open_files_.Put(id_key(KeySpace::kOpenFile, c.id.value()), encode(c.open_file));
    ++counts_.puts;
  }
  void operator()(const EraseOpenFile& c) {
    open_files_.Delete(id_key(KeySpace::kOpenFile, c.id.value()));
    ++counts_.erases;
  }
  void operator()(const PutBlockOwner& c) {
    put(KeySpace::kBlock, c.block, encode_number(c.owner.value()));
  }
  void operator()(const EraseBlockOwner& c) { erase(KeySpace::kBlock, c.block); }
  void operator()(const PutOrphan& c) {
    put(KeySpace::kOrphan, c.directory, encode_coverage(c.coverage));
  }
  void operator()(const EraseOrphan& c) { erase(KeySpace::kOrphan, c.directory); }
  void operator()(const TouchDirectory&) {}
  void operator()(const EraseDirectoryState& c) { erase(KeySpace::kDirectoryState, c.directory); }
  void operator()(const PutXAttrs& c) { put(KeySpace::kXAttrs, c.id, encode(c.xattrs)); }
  void operator()(const EraseXAttrs& c) { erase(KeySpace::kXAttrs, c.id); }
  void operator()(const PutRecord& c) { put(record_key(c.name), c.value); }
  void operator()(const EraseRecord& c) { erase(record_key(c.name)); }
  void operator()(const EraseRecords& c) {
    const std::string begin = record_key(c.prefix);
    check(!has_neighbours(begin), "a range of records begins with too long a name");
    batch_.DeleteRange(begin, record_key(c.end));
    ++counts_.erases;
  }
  void operator()(const PutSnapshottable& c) {
    put(KeySpace::kSnapshottable, c.directory, encode_number(c.quota));
  }
  void operator()(const EraseSnapshottable& c) { erase(KeySpace::kSnapshottable, c.directory); }
  void operator()(const PutSnapshot& c) {
    put(pair_key(KeySpace::kSnapshot, c.directory.value(), c.snapshot.id), encode(c.snapshot));
  }
  void operator()(const EraseSnapshot& c) {
    erase(pair_key(KeySpace::kSnapshot, c.directory.value(), c.id));
  }
  void operator()(const PutVersion& c) {
    put(version_key(c.at.parent, c.at.name, c.number), encode(c.version));
    put(numbered_version_key(c.number, c.at.parent, c.at.name), {});
    if (const InodePtr& inode = c.version.inode)
      put(pair_key(KeySpace::kVersionOfInode, inode->id.value(), c.number), encode(c.at));
  }
  void operator()(const EraseVersion& c) {
    erase(version_key(c.at.parent, c.at.name, c.number));
    erase(numbered_version_key(c.number, c.at.parent, c.at.name));
    if (c.inode) erase(pair_key(KeySpace::kVersionOfInode, c.inode->value(), c.number));
  }
  void operator()(const PutDeletedSnapshot& c) {
    put(id_key(KeySpace::kDeletedSnapshot, c.id), {});
  }
  void operator()(const EraseDeletedSnapshot& c) {
    erase(id_key(KeySpace::kDeletedSnapshot, c.id));
  }
  void operator()(const PutIdMark& c) { put(mark_key(c.mark), encode_number(c.value)); }

 private:
  void put(const std::string& key, const std::string& record) {
    batch_.Put(key, record);
    ++counts_.puts;
  }
  void erase(const std::string& key) {
    batch_.Delete(key);
    ++counts_.erases;
  }
  template <class Id>
  void put(KeySpace space, Id id, const std::string& record) {
    put(id_key(space, id.value()), record);
  }
  template <class Id>
  void erase(KeySpace space, Id id) {
    erase(id_key(space, id.value()));
  }

  rocksdb::WriteBatch& batch_;
  rocksdb::WriteBatch& open_files_;
  ChangeCounts counts_;
};

}  // namespace

ChangeCounts append_changes(const Transaction& transaction, rocksdb::WriteBatch& batch,
                            rocksdb::WriteBatch& open_files) {
  Appender appender(batch, open_files);
  for (const Change& change : transaction.changes()) std::visit(appender, change);
  return appender.counts();
}

std::string mark_key(IdMark mark) {
  switch (mark) {
    case IdMark::kInode:
      return meta_key("inode-id-mark");
    case IdMark::kBlock:
      return meta_key("block-id-mark");
    case IdMark::kGenerationStamp:
      return meta_key("generation-stamp-mark");
    case IdMark::kSnapshot:
      return meta_key("snapshot-mark");
  }
  return {};
}

}  // namespace mammoth::namenode
