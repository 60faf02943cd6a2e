// The keys of the database; KEYS.md draws them. Ids are big-endian, so that the order of the keys is
// the order of the ids and, within a directory, that of the names as unsigned bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/hdfs_ids.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

enum class KeySpace : char {
  kEntry = 'e',           // parent id, name  -> inode
  kLocator = 'i',         // inode id         -> parent id, name
  kOpenFile = 'o',        // inode id         -> parent id, name, holder, client machine
  kBlock = 'b',           // block id         -> inode id
  kDirectoryState = 't',  // directory id     -> times, number of children
  kXAttrs = 'x',          // inode id         -> extended attributes
  kOrphan = 'g',          // directory id     -> nothing
  kMeta = 'm',            // name             -> as the name says
};

inline constexpr std::size_t kIdBytes = 8;
inline constexpr std::size_t kIdKeyBytes = 1 + kIdBytes;

std::string id_key(KeySpace space, std::uint64_t id);
std::string meta_key(std::string_view name);

// An entry's key, and what all entries of a directory begin with (an id_key).
std::string entry_key(InodeId parent, std::string_view name);
inline std::string entry_prefix(InodeId parent) { return id_key(KeySpace::kEntry, parent.value()); }

// The first key after every key that begins with `prefix`, which is not all 0xFF.
std::string end_of_prefix(std::string_view prefix);

// Take keys of the database apart; nothing for one that is not of that space. `name` points into it.
struct EntryKey {
  InodeId parent;
  std::string_view name;
};
std::optional<EntryKey> parse_entry_key(std::string_view key);
std::optional<std::uint64_t> parse_id_key(KeySpace space, std::string_view key);

}  // namespace mammoth::namenode
