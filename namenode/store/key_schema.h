// The keys of the database; KEYS.md draws them. Ids are big-endian, so that the order of the keys
// is the order of the ids and, within a directory, that of the names as unsigned bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/hdfs_ids.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

enum class KeySpace : char {
  kEntry = 'e',            // parent id, name  -> inode
  kLocator = 'i',          // inode id         -> parent id, name
  kOpenFile = 'o',         // inode id         -> parent id, name, holder, client machine
  kBlock = 'b',            // block id         -> inode id
  kDirectoryState = 't',   // directory id     -> times, number of children
  kXAttrs = 'x',           // inode id         -> extended attributes
  kOrphan = 'g',           // directory id     -> coverage, if snapshots see what is below it
  kSnapshottable = 'd',    // directory id     -> how many snapshots it may have
  kSnapshot = 's',         // directory id, number          -> snapshot
  kVersion = 'v',          // parent id, name, number       -> what the entry was
  kVersionOfInode = 'h',   // inode id, number              -> parent id, name
  kNumberedVersion = 'w',  // number, parent id, name       -> nothing
  kDeletedSnapshot = 'q',  // number           -> nothing
  kRecord = 'r',           // name             -> as whoever put it says
  kMeta = 'm',             // name             -> as the name says
};

inline constexpr std::size_t kIdBytes = 8;
inline constexpr std::size_t kIdKeyBytes = 1 + kIdBytes;

// Whether the database remembers where it put this key, to find the place of the next one. Not for the
// beginning of a range to erase: RocksDB 7.8 keeps ranges in a list of their own, with the same memory.
inline bool has_neighbours(std::string_view key) { return key.size() >= kIdKeyBytes; }

std::string id_key(KeySpace space, std::uint64_t id);
std::string meta_key(std::string_view name);
std::string record_key(std::string_view name);

// An entry's key, and what all entries of a directory begin with (an id_key).
std::string entry_key(InodeId parent, std::string_view name);
inline std::string entry_prefix(InodeId parent) {
  return id_key(KeySpace::kEntry, parent.value());
}

// Two numbers behind each other (kSnapshot, kVersionOfInode).
std::string pair_key(KeySpace space, std::uint64_t first, std::uint64_t second);
// A name in a version's key ends with two zero bytes, and a zero byte of its own is followed by
// 0xFF, so that the keys are in the order of the names.
std::string version_key(InodeId parent, std::string_view name, std::uint64_t number);
std::string numbered_version_key(std::uint64_t number, InodeId parent, std::string_view name);

// The first key after every key that begins with `prefix`, which is not all 0xFF.
std::string end_of_prefix(std::string_view prefix);

// Take keys of the database apart; nothing for one that is not of that space. `name` points into
// it.
struct EntryKey {
  InodeId parent;
  std::string_view name;
};
std::optional<EntryKey> parse_entry_key(std::string_view key);
std::optional<std::uint64_t> parse_id_key(KeySpace space, std::string_view key);
struct PairKey {
  std::uint64_t first;
  std::uint64_t second;
};
std::optional<PairKey> parse_pair_key(KeySpace space, std::string_view key);
struct VersionKey {
  InodeId parent;
  std::string name;
  std::uint64_t number;
};
std::optional<VersionKey> parse_version_key(std::string_view key);
std::optional<VersionKey> parse_numbered_version_key(std::string_view key);

}  // namespace mammoth::namenode
