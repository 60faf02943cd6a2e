#include "namenode/store/inode_cache.h"

namespace mammoth::namenode {

namespace {

// What the containers add to an entry: a list node, a hash node and its bucket, allocator overhead.
constexpr std::size_t kOverheadBytes = 128;

std::size_t heap_bytes(const std::string& text) {
  return text.capacity() > std::string().capacity() ? text.capacity() : 0;
}

std::size_t acl_bytes(const AclEntries& acl) {
  std::size_t bytes = sizeof(AclEntries) + acl.capacity() * sizeof(AclEntry);
  for (const AclEntry& entry : acl) bytes += heap_bytes(entry.name);
  return bytes;
}

std::size_t footprint(std::string_view name, const Inode& inode) {
  return kOverheadBytes + name.size() + sizeof(Inode) + heap_bytes(inode.owner) +
         heap_bytes(inode.group) + inode.blocks.capacity() * sizeof(Block) +
         (inode.quota ? sizeof(Quota) : 0) + (inode.acl ? acl_bytes(*inode.acl) : 0);
}

}  // namespace

InodeCache::InodeCache(std::size_t capacity_bytes)
    : shard_capacity_bytes_(capacity_bytes / kShards) {}

std::size_t InodeCache::Hash::operator()(const Key& key) const {
  return std::hash<std::string_view>{}(key.name) ^ key.parent.value() * 0x9E3779B97F4A7C15u;
}

InodeCache::Shard& InodeCache::shard_of(const Key& key) {
  return shards_[Hash{}(key) >> 32 & (kShards - 1)];
}

InodePtr InodeCache::find(InodeId parent, std::string_view name) {
  const Key key{parent, name};
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.index.find(key);
  if (found == shard.index.end()) return nullptr;
  shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
  return found->second->inode;
}

void InodeCache::put(InodeId parent, std::string_view name, const InodePtr& inode) {
  const Key key{parent, name};
  const std::size_t bytes = footprint(name, *inode);
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.index.find(key); found != shard.index.end())
    remove(shard, found->second);
  if (bytes > shard_capacity_bytes_) return;
  while (shard.bytes + bytes > shard_capacity_bytes_) remove(shard, std::prev(shard.entries.end()));
  shard.entries.push_front({parent, std::string(name), inode, bytes});
  const auto entry = shard.entries.begin();
  shard.index.emplace(Key{parent, entry->name}, entry);
  shard.bytes += bytes;
}

void InodeCache::erase(InodeId parent, std::string_view name) {
  const Key key{parent, name};
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.index.find(key); found != shard.index.end())
    remove(shard, found->second);
}

std::size_t InodeCache::size_bytes() const {
  std::size_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum += shard.bytes;
  }
  return sum;
}

void InodeCache::remove(Shard& shard, Entries::iterator entry) {
  shard.bytes -= entry->bytes;
  shard.index.erase(Key{entry->parent, entry->name});
  shard.entries.erase(entry);
}

}  // namespace mammoth::namenode
