#include "namenode/store/snapshot_codec.h"

#include "namenode/store/record_codec.h"
#include "namenode/store/record_io.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint8_t kInodePart = 1;
constexpr std::uint8_t kStatePart = 2;
constexpr std::uint8_t kXAttrsPart = 4;
constexpr std::uint8_t kAllParts = kInodePart | kStatePart | kXAttrsPart;

InodePtr read_inode(RecordReader& reader) {
  return std::make_shared<const Inode>(decode_inode(reader.record()));
}

}  // namespace

std::string encode(const Snapshot& snapshot) {
  std::string record;
  RecordWriter writer(record);
  writer.text(snapshot.name);
  writer.zigzag(snapshot.created_ms);
  writer.varint(snapshot.inode_mark.value());
  writer.text(encode(*snapshot.root));
  writer.text(encode(snapshot.state));
  writer.text(encode(snapshot.xattrs));
  return record;
}

Snapshot decode_snapshot(ByteView record) {
  RecordReader reader(record);
  Snapshot snapshot;
  snapshot.name = reader.text();
  snapshot.created_ms = reader.zigzag();
  snapshot.inode_mark = InodeId{reader.varint()};
  snapshot.root = read_inode(reader);
  snapshot.state = decode_directory_state(reader.record());
  snapshot.xattrs = decode_xattrs(reader.record());
  reader.expect_end();
  return snapshot;
}

std::string encode(const EntryVersion& version) {
  const bool has_state = version.inode && version.inode->is_directory();
  std::string record;
  RecordWriter writer(record);
  writer.u8((version.inode ? kInodePart : 0) | (has_state ? kStatePart : 0) |
            (version.xattrs.empty() ? 0 : kXAttrsPart));
  writer.coverage(version.coverage);
  if (version.inode) writer.text(encode(*version.inode));
  if (has_state) writer.text(encode(version.state));
  if (!version.xattrs.empty()) writer.text(encode(version.xattrs));
  return record;
}

EntryVersion decode_entry_version(ByteView record) {
  RecordReader reader(record);
  EntryVersion version;
  const std::uint8_t parts = reader.u8();
  if ((parts & ~kAllParts) != 0) throw MalformedInput("entry version has unknown parts");
  version.coverage = reader.coverage();
  if ((parts & kInodePart) != 0) version.inode = read_inode(reader);
  if ((parts & kStatePart) != 0) version.state = decode_directory_state(reader.record());
  if ((parts & kXAttrsPart) != 0) version.xattrs = decode_xattrs(reader.record());
  reader.expect_end();
  return version;
}

std::string encode_coverage(const Coverage& coverage) {
  std::string record;
  if (!coverage.empty()) RecordWriter(record).coverage(coverage);
  return record;
}

Coverage decode_coverage(ByteView record) {
  if (record.empty()) return {};
  RecordReader reader(record);
  Coverage coverage = reader.coverage();
  reader.expect_end();
  return coverage;
}

}  // namespace mammoth::namenode
