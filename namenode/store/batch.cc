#include "namenode/store/batch.h"

#include "namenode/store/key_schema.h"
#include "namenode/store/record_codec.h"

namespace mammoth::namenode {

namespace {

// RocksDB's statuses of adding to a batch report only batches beyond 4 GiB.
class Appender {
 public:
  explicit Appender(rocksdb::WriteBatch& batch) : batch_(batch) {}
  const ChangeCounts& counts() const { return counts_; }

  void operator()(const PutInode& c) { put(entry_key(c.at.parent, c.at.name), encode(*c.inode)); }
  void operator()(const EraseInode& c) { erase(entry_key(c.at.parent, c.at.name)); }
  void operator()(const PutLocator& c) { put(KeySpace::kLocator, c.id, encode(c.locator)); }
  void operator()(const EraseLocator& c) { erase(KeySpace::kLocator, c.id); }
  void operator()(const PutOpenFile& c) { put(KeySpace::kOpenFile, c.id, encode(c.open_file)); }
  void operator()(const EraseOpenFile& c) { erase(KeySpace::kOpenFile, c.id); }
  void operator()(const PutBlockOwner& c) {
    put(KeySpace::kBlock, c.block, encode_number(c.owner.value()));
  }
  void operator()(const EraseBlockOwner& c) { erase(KeySpace::kBlock, c.block); }
  void operator()(const PutOrphan& c) { put(KeySpace::kOrphan, c.directory, {}); }
  void operator()(const EraseOrphan& c) { erase(KeySpace::kOrphan, c.directory); }
  void operator()(const TouchDirectory&) {}
  void operator()(const EraseDirectoryState& c) { erase(KeySpace::kDirectoryState, c.directory); }
  void operator()(const PutXAttrs& c) { put(KeySpace::kXAttrs, c.id, encode(c.xattrs)); }
  void operator()(const EraseXAttrs& c) { erase(KeySpace::kXAttrs, c.id); }
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
  ChangeCounts counts_;
};

}  // namespace

ChangeCounts append_changes(const Transaction& transaction, rocksdb::WriteBatch& batch) {
  Appender appender(batch);
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
  }
  return {};
}

}  // namespace mammoth::namenode
