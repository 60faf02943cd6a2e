#include "namenode/store/side_records.h"

#include <fmt/format.h>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "common/io/malformed_input.h"
#include "namenode/store/store_error.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMinEventBytes = 8;
constexpr std::size_t kMinPartBytes = 3;  // of an ACL entry or an extended attribute

class Writer : public ByteWriter {
 public:
  explicit Writer(std::string& out) : ByteWriter(out) { u8(kVersion); }
  void text(std::string_view text) {
    varint(text.size());
    bytes(as_byte_view(text));
  }
};

class Reader : public ByteReader {
 public:
  explicit Reader(std::string_view record) : ByteReader(as_byte_view(record)) {
    if (u8() != kVersion) throw MalformedInput("a version that this program cannot read");
  }
  std::string text() {
    const std::uint64_t length = varint();
    if (length > remaining()) throw MalformedInput("text is longer than its record");
    return std::string(as_text(bytes(length)));
  }
  std::size_t count(std::size_t least_bytes) {
    const std::uint64_t count = varint();
    if (count > remaining() / least_bytes) throw MalformedInput("more parts than bytes");
    return count;
  }
  template <class Enum>
  Enum choice(Enum last) {
    const std::uint8_t value = u8();
    if (value > static_cast<std::uint8_t>(last)) throw MalformedInput("unknown kind");
    return static_cast<Enum>(value);
  }
  void expect_end() const {
    if (!at_end()) throw MalformedInput("bytes after its end");
  }
};

template <class Decode>
auto decoded(std::string_view what, std::string_view record, Decode decode) {
  try {
    Reader reader(record);
    auto value = decode(reader);
    reader.expect_end();
    return value;
  } catch (const MalformedInput& error) {
    throw StoreError(fmt::format("the database holds a damaged {}: {}", what, error.what()));
  }
}

std::string numbered(std::string_view prefix, std::uint64_t id) {
  std::string name(prefix);
  ByteWriter(name).u64(id);
  return name;
}

void write_event(Writer& writer, const NamespaceEvent& event) {
  writer.u8(static_cast<std::uint8_t>(event.kind));
  writer.u8(static_cast<std::uint8_t>(event.inode_kind));
  writer.u8(static_cast<std::uint8_t>(event.metadata));
  writer.u8(event.flag ? 1 : 0);
  writer.text(event.path);
  writer.text(event.other_path);
  writer.zigzag(event.time_ms);
  writer.zigzag(event.access_time_ms);
  writer.zigzag(event.size_bytes);
  writer.varint(event.replication);
  writer.varint(event.mode);
  writer.text(event.owner);
  writer.text(event.group);
  writer.varint(event.acl.size());
  for (const AclEntry& entry : event.acl) {
    writer.u8(static_cast<std::uint8_t>(entry.scope));
    writer.u8(static_cast<std::uint8_t>(entry.type));
    writer.u8(entry.permission);
    writer.text(entry.name);
  }
  writer.varint(event.xattrs.size());
  for (const XAttr& xattr : event.xattrs) {
    writer.u8(static_cast<std::uint8_t>(xattr.name_space));
    writer.text(xattr.name);
    writer.text(xattr.value);
  }
}

NamespaceEvent read_event(Reader& reader) {
  NamespaceEvent event;
  event.kind = reader.choice(EventKind::kTruncate);
  event.inode_kind = reader.choice(InodeKind::kSymlink);
  event.metadata = reader.choice(MetadataKind::kXAttrs);
  event.flag = reader.u8() != 0;
  event.path = reader.text();
  event.other_path = reader.text();
  event.time_ms = reader.zigzag();
  event.access_time_ms = reader.zigzag();
  event.size_bytes = reader.zigzag();
  event.replication = static_cast<std::uint32_t>(reader.varint());
  event.mode = static_cast<Mode>(reader.varint() & kModeMask);
  event.owner = reader.text();
  event.group = reader.text();
  event.acl.resize(reader.count(kMinPartBytes));
  for (AclEntry& entry : event.acl) {
    entry.scope = reader.choice(AclEntry::Scope::kDefault);
    entry.type = reader.choice(AclEntry::Type::kOther);
    entry.permission = reader.u8() & 7;
    entry.name = reader.text();
  }
  event.xattrs.resize(reader.count(kMinPartBytes));
  for (XAttr& xattr : event.xattrs) {
    xattr.name_space = reader.choice(XAttrNamespace::kRaw);
    xattr.name = reader.text();
    xattr.value = reader.text();
  }
  return event;
}

}  // namespace

std::string cache_pool_record(std::string_view name) {
  return std::string(kCachePoolRecords).append(name);
}
std::string cache_directive_record(std::uint64_t id) {
  return numbered(kCacheDirectiveRecords, id);
}
std::string event_record(std::uint64_t transaction_id) {
  return numbered(kEventRecords, transaction_id);
}

std::uint64_t id_of_record(std::string_view name) {
  if (name.size() < sizeof(std::uint64_t)) throw StoreError("a record's name has no id");
  return ByteReader(as_byte_view(name.substr(name.size() - sizeof(std::uint64_t)))).u64();
}

std::string encode_cache_pool(const CachePool& pool) {
  std::string record;
  Writer writer(record);
  writer.text(pool.name);
  writer.text(pool.owner);
  writer.text(pool.group);
  writer.varint(pool.mode);
  writer.zigzag(pool.limit_bytes);
  writer.varint(pool.default_replication);
  writer.zigzag(pool.max_expiry_ms);
  return record;
}

CachePool decode_cache_pool(std::string_view record) {
  return decoded("cache pool", record, [](Reader& reader) {
    CachePool pool;
    pool.name = reader.text();
    pool.owner = reader.text();
    pool.group = reader.text();
    pool.mode = static_cast<Mode>(reader.varint() & kModeMask);
    pool.limit_bytes = reader.zigzag();
    pool.default_replication = static_cast<std::uint16_t>(reader.varint());
    pool.max_expiry_ms = reader.zigzag();
    return pool;
  });
}

std::string encode_cache_directive(const CacheDirective& directive) {
  std::string record;
  Writer writer(record);
  writer.varint(directive.id);
  writer.text(directive.path);
  writer.varint(directive.replication);
  writer.text(directive.pool);
  writer.zigzag(directive.expiry_ms);
  return record;
}

CacheDirective decode_cache_directive(std::string_view record) {
  return decoded("cache directive", record, [](Reader& reader) {
    CacheDirective directive;
    directive.id = reader.varint();
    directive.path = reader.text();
    directive.replication = static_cast<std::uint16_t>(reader.varint());
    directive.pool = reader.text();
    directive.expiry_ms = reader.zigzag();
    return directive;
  });
}

std::string encode_events(const std::vector<NamespaceEvent>& events) {
  std::string record;
  Writer writer(record);
  writer.varint(events.size());
  for (const NamespaceEvent& event : events) write_event(writer, event);
  return record;
}

std::vector<NamespaceEvent> decode_events(std::string_view record) {
  return decoded("event", record, [](Reader& reader) {
    std::vector<NamespaceEvent> events(reader.count(kMinEventBytes));
    for (NamespaceEvent& event : events) event = read_event(reader);
    return events;
  });
}

std::string encode_counter(std::uint64_t value) {
  std::string record;
  Writer(record).varint(value);
  return record;
}

std::uint64_t decode_counter(std::string_view record) {
  return decoded("counter", record, [](Reader& reader) { return reader.varint(); });
}

}  // namespace mammoth::namenode
