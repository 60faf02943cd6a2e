#include "namenode/store/key_schema.h"

#include "common/base/check.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"

namespace mammoth::namenode {

namespace {

constexpr std::string_view kNameEnd{"\0\0", 2};

void append_number(std::uint64_t number, std::string& key) {
  key.resize(key.size() + kIdBytes);
  store_big_endian(number, reinterpret_cast<std::byte*>(key.data() + key.size() - kIdBytes));
}

std::uint64_t number_at(std::string_view key, std::size_t offset) {
  return ByteReader(as_byte_view(key.substr(offset, kIdBytes))).u64();
}

}  // namespace

std::string id_key(KeySpace space, std::uint64_t id) {
  std::string key(kIdKeyBytes, static_cast<char>(space));
  store_big_endian(id, reinterpret_cast<std::byte*>(key.data() + 1));
  return key;
}

std::string meta_key(std::string_view name) {
  std::string key(1, static_cast<char>(KeySpace::kMeta));
  return key.append(name);
}

std::string record_key(std::string_view name) {
  std::string key(1, static_cast<char>(KeySpace::kRecord));
  return key.append(name);
}

std::string entry_key(InodeId parent, std::string_view name) {
  std::string key;
  key.reserve(kIdKeyBytes + name.size());
  key = entry_prefix(parent);
  return key.append(name);
}

std::string pair_key(KeySpace space, std::uint64_t first, std::uint64_t second) {
  std::string key = id_key(space, first);
  append_number(second, key);
  return key;
}

std::string version_key(InodeId parent, std::string_view name, std::uint64_t number) {
  std::string key = id_key(KeySpace::kVersion, parent.value());
  for (const char c : name) {
    key.push_back(c);
    if (c == '\0') key.push_back('\xFF');
  }
  key.append(kNameEnd);
  append_number(number, key);
  return key;
}

std::string numbered_version_key(std::uint64_t number, InodeId parent, std::string_view name) {
  return pair_key(KeySpace::kNumberedVersion, number, parent.value()).append(name);
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

std::optional<PairKey> parse_pair_key(KeySpace space, std::string_view key) {
  if (key.size() != kIdKeyBytes + kIdBytes || key.front() != static_cast<char>(space))
    return std::nullopt;
  return PairKey{number_at(key, 1), number_at(key, kIdKeyBytes)};
}

std::optional<VersionKey> parse_version_key(std::string_view key) {
  if (key.size() < kIdKeyBytes + kNameEnd.size() + kIdBytes ||
      key.front() != static_cast<char>(KeySpace::kVersion))
    return std::nullopt;
  VersionKey parsed{InodeId{number_at(key, 1)}, {}, number_at(key, key.size() - kIdBytes)};
  const auto name = key.substr(kIdKeyBytes, key.size() - kIdKeyBytes - kNameEnd.size() - kIdBytes);
  for (std::size_t i = 0; i < name.size(); ++i) {
    parsed.name.push_back(name[i]);
    if (name[i] == '\0') ++i;
  }
  return parsed;
}

std::optional<VersionKey> parse_numbered_version_key(std::string_view key) {
  if (key.size() < kIdKeyBytes + kIdBytes ||
      key.front() != static_cast<char>(KeySpace::kNumberedVersion))
    return std::nullopt;
  return VersionKey{InodeId{number_at(key, kIdKeyBytes)},
                    std::string(key.substr(kIdKeyBytes + kIdBytes)), number_at(key, 1)};
}

}  // namespace mammoth::namenode
