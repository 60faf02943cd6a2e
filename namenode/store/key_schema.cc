#include "namenode/store/key_schema.h"

#include "common/base/check.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"

namespace mammoth::namenode {

std::string id_key(KeySpace space, std::uint64_t id) {
  std::string key(kIdKeyBytes, static_cast<char>(space));
  store_big_endian(id, reinterpret_cast<std::byte*>(key.data() + 1));
  return key;
}

std::string meta_key(std::string_view name) {
  std::string key(1, static_cast<char>(KeySpace::kMeta));
  return key.append(name);
}

std::string entry_key(InodeId parent, std::string_view name) {
  std::string key;
  key.reserve(kIdKeyBytes + name.size());
  key = entry_prefix(parent);
  return key.append(name);
}

std::string end_of_prefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  check(!end.empty(), "no key follows this prefix");
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

std::optional<EntryKey> parse_entry_key(std::string_view key) {
  const auto parent = parse_id_key(KeySpace::kEntry, key.substr(0, kIdKeyBytes));
  if (!parent) return std::nullopt;
  return EntryKey{InodeId{*parent}, key.substr(kIdKeyBytes)};
}

std::optional<std::uint64_t> parse_id_key(KeySpace space, std::string_view key) {
  if (key.size() != kIdKeyBytes || key.front() != static_cast<char>(space)) return std::nullopt;
  return ByteReader(as_byte_view(key.substr(1))).u64();
}

}  // namespace mammoth::namenode
