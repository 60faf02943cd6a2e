#include "namenode/store/record_codec.h"

#include "namenode/store/record_io.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint64_t kHasQuota = 1;
constexpr std::uint64_t kHasXAttrs = 2;
constexpr std::uint64_t kHasAcl = 4;
constexpr std::uint64_t kHasLinkTarget = 8;
constexpr std::uint64_t kHasTypeQuota = 16;
constexpr std::uint64_t kHasMoved = 32;
constexpr std::uint64_t kAllFeatures =
    kHasQuota | kHasXAttrs | kHasAcl | kHasLinkTarget | kHasTypeQuota | kHasMoved;
constexpr std::size_t kMinXAttrBytes = 3;
constexpr std::size_t kMinAclEntryBytes = 4;
constexpr std::uint8_t kUnderConstruction = 1;
constexpr std::size_t kMinBlockBytes = 3;  // three varints of one byte

void write_file(RecordWriter& writer, const Inode& file) {
  writer.u8(file.under_construction ? kUnderConstruction : 0);
  writer.varint(file.replication);
  writer.varint(file.preferred_block_size_bytes);
  writer.varint(file.blocks.size());
  for (const Block& block : file.blocks) {
    writer.varint(block.id.value());
    writer.varint(block.generation_stamp.value());
    writer.varint(block.length_bytes);
  }
}

void read_file(RecordReader& reader, Inode& file) {
  const std::uint8_t flags = reader.u8();
  if ((flags & ~kUnderConstruction) != 0) throw MalformedInput("inode has unknown flags");
  file.under_construction = flags == kUnderConstruction;
  file.replication = reader.number<std::uint16_t>();
  file.preferred_block_size_bytes = reader.varint();
  const std::uint64_t blocks = reader.varint();
  if (blocks > reader.remaining() / kMinBlockBytes)
    throw MalformedInput("inode has more blocks than its record can hold");
  file.blocks.reserve(blocks);
  for (std::uint64_t i = 0; i < blocks; ++i) {
    Block block;
    block.id = BlockId{reader.varint()};
    block.generation_stamp = GenerationStamp{reader.varint()};
    block.length_bytes = reader.varint();
    file.blocks.push_back(block);
  }
}

std::uint64_t features_of(const Inode& inode) {
  return (inode.quota ? kHasQuota : 0) | (inode.has_xattrs ? kHasXAttrs : 0) |
         (inode.acl ? kHasAcl : 0) | (inode.link_target ? kHasLinkTarget : 0) |
         (inode.quota && inode.quota->limits_types() ? kHasTypeQuota : 0) |
         (inode.moved ? kHasMoved : 0);
}

void write_acl(RecordWriter& writer, const AclEntries& acl) {
  writer.varint(acl.size());
  for (const AclEntry& entry : acl) {
    writer.u8(static_cast<std::uint8_t>(entry.scope));
    writer.u8(static_cast<std::uint8_t>(entry.type));
    writer.u8(entry.permission);
    writer.text(entry.name);
  }
}

AclEntries read_acl(RecordReader& reader) {
  const std::uint64_t count = reader.varint();
  if (count == 0 || count > reader.remaining() / kMinAclEntryBytes)
    throw MalformedInput("more ACL entries than the record can hold");
  AclEntries acl(count);
  for (AclEntry& entry : acl) {
    const std::uint8_t scope = reader.u8();
    const std::uint8_t type = reader.u8();
    entry.permission = reader.u8();
    if (scope > 1 || type > 3 || entry.permission > 7) throw MalformedInput("unknown ACL entry");
    entry.scope = static_cast<AclEntry::Scope>(scope);
    entry.type = static_cast<AclEntry::Type>(type);
    entry.name = reader.text();
  }
  return acl;
}

void write_features(RecordWriter& writer, const Inode& inode) {
  writer.varint(features_of(inode));
  if (inode.quota) {
    writer.zigzag(inode.quota->names);
    writer.zigzag(inode.quota->space_bytes);
  }
  if (inode.quota && inode.quota->limits_types())
    for (const std::int64_t limit : inode.quota->types) writer.zigzag(limit);
  if (inode.acl) write_acl(writer, *inode.acl);
  if (inode.link_target) writer.text(*inode.link_target);
  if (inode.moved) {
    writer.coverage(inode.moved->past);
    writer.varint(inode.moved->joined);
  }
}

void read_features(RecordReader& reader, Inode& inode) {
  const std::uint64_t features = reader.varint();
  if (features == 0 || (features & ~kAllFeatures) != 0)
    throw MalformedInput("inode has unknown features");
  if ((features & kHasQuota) != 0) {
    Quota quota;
    quota.names = reader.zigzag();
    quota.space_bytes = reader.zigzag();
    if ((features & kHasTypeQuota) != 0)
      for (std::int64_t& limit : quota.types) limit = reader.zigzag();
    inode.quota = quota;
  }
  if ((features & kHasAcl) != 0) inode.acl = read_acl(reader);
  if ((features & kHasLinkTarget) != 0) inode.link_target = reader.text();
  if (inode.is_symlink() != static_cast<bool>(inode.link_target))
    throw MalformedInput("only a symbolic link has a target");
  inode.has_xattrs = (features & kHasXAttrs) != 0;
  if ((features & kHasMoved) != 0) {
    MovedMark moved;
    moved.past = reader.coverage();
    moved.joined = reader.varint();
    inode.moved = std::move(moved);
  }
}

}  // namespace

std::string encode(const Inode& inode) {
  std::string record;
  record.reserve(64 + 16 * inode.blocks.size());
  const bool has_features = features_of(inode) != 0;
  RecordWriter writer(record, has_features ? kRecordWithFeatures : kRecordVersion);
  writer.u8(static_cast<std::uint8_t>(inode.kind));
  writer.varint(inode.id.value());
  writer.varint(inode.mode);
  writer.text(inode.owner);
  writer.text(inode.group);
  writer.zigzag(inode.modification_time_ms);
  writer.zigzag(inode.access_time_ms);
  writer.u8(inode.storage_policy);
  if (inode.is_file()) write_file(writer, inode);
  if (has_features) write_features(writer, inode);
  return record;
}

Inode decode_inode(ByteView record) {
  RecordReader reader(record, kRecordWithFeatures);
  Inode inode;
  const std::uint8_t kind = reader.u8();
  if (kind < static_cast<std::uint8_t>(InodeKind::kDirectory) ||
      kind > static_cast<std::uint8_t>(InodeKind::kSymlink))
    throw MalformedInput("inode of unknown kind");
  inode.kind = static_cast<InodeKind>(kind);
  inode.id = InodeId{reader.varint()};
  inode.mode = reader.number<Mode>();
  inode.owner = reader.text();
  inode.group = reader.text();
  inode.modification_time_ms = reader.zigzag();
  inode.access_time_ms = reader.zigzag();
  inode.storage_policy = reader.u8();
  if (inode.is_file()) read_file(reader, inode);
  if (reader.has_features()) read_features(reader, inode);
  reader.expect_end();
  return inode;
}

std::string encode(const Locator& locator) {
  std::string record;
  RecordWriter(record).locator(locator);
  return record;
}

Locator decode_locator(ByteView record) {
  RecordReader reader(record);
  Locator locator = reader.locator();
  reader.expect_end();
  return locator;
}

std::string encode(const OpenFile& open_file) {
  std::string record;
  RecordWriter writer(record);
  writer.locator(open_file.locator);
  writer.text(open_file.holder);
  writer.text(open_file.client_machine);
  if (open_file.truncate_to_bytes) writer.varint(*open_file.truncate_to_bytes);
  if (const auto& source = open_file.truncate_source) {
    writer.varint(source->id.value());
    writer.varint(source->generation_stamp.value());
    writer.varint(source->length_bytes);
  }
  return record;
}

OpenFile decode_open_file(ByteView record) {
  RecordReader reader(record);
  OpenFile open_file;
  open_file.locator = reader.locator();
  open_file.holder = reader.text();
  open_file.client_machine = reader.text();
  if (!reader.at_end()) open_file.truncate_to_bytes = reader.varint();
  if (!reader.at_end()) {
    const BlockId id{reader.varint()};
    const GenerationStamp generation_stamp{reader.varint()};
    open_file.truncate_source = Block{id, generation_stamp, reader.varint()};
  }
  reader.expect_end();
  return open_file;
}

std::string encode(const DirectoryState& state) {
  std::string record;
  RecordWriter writer(record, state.usage ? kRecordWithFeatures : kRecordVersion);
  writer.zigzag(state.modification_time_ms);
  writer.zigzag(state.access_time_ms);
  writer.varint(state.child_count);
  if (state.usage) {
    writer.zigzag(state.usage->names);
    writer.zigzag(state.usage->space_bytes);
    for (const std::int64_t bytes : state.usage->types) writer.zigzag(bytes);
    writer.zigzag(state.usage->open_first_bytes);
    writer.zigzag(state.usage->open_bytes);
  }
  return record;
}

DirectoryState decode_directory_state(ByteView record) {
  RecordReader reader(record, kRecordWithFeatures);
  DirectoryState state;
  state.modification_time_ms = reader.zigzag();
  state.access_time_ms = reader.zigzag();
  state.child_count = reader.varint();
  if (reader.has_features()) {
    Usage usage;
    usage.names = reader.zigzag();
    usage.space_bytes = reader.zigzag();
    if (!reader.at_end()) {  // what was written before types were counted has none
      for (std::int64_t& bytes : usage.types) bytes = reader.zigzag();
      usage.open_first_bytes = reader.zigzag();
      usage.open_bytes = reader.zigzag();
    }
    state.usage = usage;
  }
  reader.expect_end();
  return state;
}

std::string encode(const std::vector<XAttr>& xattrs) {
  std::string record;
  RecordWriter writer(record);
  writer.varint(xattrs.size());
  for (const XAttr& xattr : xattrs) {
    writer.u8(static_cast<std::uint8_t>(xattr.name_space));
    writer.text(xattr.name);
    writer.text(xattr.value);
  }
  return record;
}

std::vector<XAttr> decode_xattrs(ByteView record) {
  RecordReader reader(record);
  const std::uint64_t count = reader.varint();
  if (count > reader.remaining() / kMinXAttrBytes)
    throw MalformedInput("more extended attributes than the record can hold");
  std::vector<XAttr> xattrs(count);
  for (XAttr& xattr : xattrs) {
    const std::uint8_t name_space = reader.u8();
    if (name_space > static_cast<std::uint8_t>(XAttrNamespace::kRaw))
      throw MalformedInput("extended attribute of an unknown namespace");
    xattr.name_space = static_cast<XAttrNamespace>(name_space);
    xattr.name = reader.text();
    xattr.value = reader.text();
  }
  reader.expect_end();
  return xattrs;
}

std::string encode_number(std::uint64_t number) {
  std::string record;
  RecordWriter(record).varint(number);
  return record;
}

std::uint64_t decode_number(ByteView record) {
  RecordReader reader(record);
  const std::uint64_t number = reader.varint();
  reader.expect_end();
  return number;
}

}  // namespace mammoth::namenode
