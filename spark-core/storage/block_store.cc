#include "spark-core/storage/block_store.h"

#include <utility>

#include "spark-core/storage/block.h"

namespace mammoth::spark {
namespace {

// What was computed before memory ran out, then the rest of the source.
class RestStream final : public Stream {
 public:
  RestStream(std::unique_ptr<Stream> first, std::unique_ptr<Stream> rest)
      : first_(std::move(first)), rest_(std::move(rest)) {}
  bool next(Batch& batch) override {
    if (first_ && first_->next(batch)) return true;
    first_.reset();
    return rest_->next(batch);
  }

 private:
  std::unique_ptr<Stream> first_;
  std::unique_ptr<Stream> rest_;
};

}  // namespace

BlockStore::BlockStore(LocalFiles& files, std::size_t memory_limit_bytes)
    : files_(files), limit_(memory_limit_bytes) {}
BlockStore::~BlockStore() = default;

std::unique_ptr<Stream> BlockStore::find(BlockKey key, const TypeOps* type) {
  std::shared_ptr<LocalFile> disk;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    if (found->second.memory) {
      uses_.splice(uses_.end(), uses_, found->second.use);
      return Block::read(found->second.memory, type);
    }
    disk = found->second.disk;
  }
  return Block::read(disk->read(0, disk->size_bytes()), type);
}

std::unique_ptr<Stream> BlockStore::keep(BlockKey key, const TypeOps* type, StorageLevel level,
                                         std::unique_ptr<Stream> source) {
  auto block = std::make_shared<Block>(type, level.use_memory && level.deserialized);
  Batch batch;
  while (source->next(batch)) {
    block->add(batch);
    if (level.use_disk || block->memory_bytes() <= limit_) continue;
    return std::make_unique<RestStream>(Block::read(block, type),
                                        std::move(source));  // larger than all memory
  }
  keep(key, level, block);
  return Block::read(block, type);
}

bool BlockStore::keep(BlockKey key, StorageLevel level, const std::shared_ptr<Block>& block) {
  Entry entry{nullptr, nullptr, level, {}};
  {
    const std::lock_guard lock(mutex_);
    if (entries_.contains(key)) return true;
    const std::size_t size = block->memory_bytes();
    if (level.use_memory && make_room(size, key.rdd)) {
      entry.memory = block;
      entry.use = uses_.insert(uses_.end(), key);
      used_ += size;
      entries_.emplace(key, std::move(entry));
      changes_.push_back({key.rdd, key.partition, true});
      return true;
    }
  }
  if (!level.use_disk) return false;
  entry.disk = write_file(key, *block);
  const std::lock_guard lock(mutex_);
  entries_.emplace(key, std::move(entry));
  changes_.push_back({key.rdd, key.partition, true});
  return true;
}

bool BlockStore::keep_copy(BlockKey key, StorageLevel level, std::string_view bytes) {
  return keep(key, level, std::make_shared<Block>(bytes));
}

std::optional<std::string> BlockStore::bytes_of(BlockKey key, std::size_t most_bytes) const {
  std::shared_ptr<Block> memory;
  std::shared_ptr<LocalFile> disk;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::nullopt;
    memory = found->second.memory;
    disk = found->second.disk;
  }
  if (!memory && disk->size_bytes() > most_bytes) return std::nullopt;
  std::string bytes = memory ? memory->to_bytes() : disk->read(0, disk->size_bytes());
  if (bytes.size() > most_bytes) return std::nullopt;
  return bytes;
}

void BlockStore::copied(BlockKey key, const std::string& executor) {
  const std::lock_guard lock(mutex_);
  changes_.push_back({key.rdd, key.partition, true, executor});
}

bool BlockStore::make_room(std::size_t bytes, int for_rdd) {
  if (bytes > limit_) return false;
  std::size_t others = 0;
  for (const BlockKey& key : uses_)
    if (key.rdd != for_rdd) others += entries_.at(key).memory->memory_bytes();
  if (used_ - others + bytes > limit_) return false;
  for (auto use = uses_.begin(); use != uses_.end() && used_ + bytes > limit_;) {
    const BlockKey key = *use++;
    if (key.rdd != for_rdd) evict(key, entries_.at(key));
  }
  return used_ + bytes <= limit_;
}

void BlockStore::evict(BlockKey key, Entry& entry) {
  used_ -= entry.memory->memory_bytes();
  uses_.erase(entry.use);
  if (entry.level.use_disk && !entry.disk) entry.disk = write_file(key, *entry.memory);
  entry.memory.reset();
  if (entry.disk) return;
  changes_.push_back({key.rdd, key.partition, false});
  entries_.erase(key);
}

// The file has no name: it goes with the last stream that reads it.
std::shared_ptr<LocalFile> BlockStore::write_file(BlockKey key, const Block& block) {
  auto file = std::make_shared<LocalFile>(files_.create_nameless(
      "rdd_" + std::to_string(key.rdd) + "_" + std::to_string(key.partition)));
  file->append(block.to_bytes());
  return file;
}

void BlockStore::remove_rdd(int rdd) {
  const std::lock_guard lock(mutex_);
  for (auto entry = entries_.lower_bound({rdd, 0});
       entry != entries_.end() && entry->first.rdd == rdd;) {
    if (entry->second.memory) {
      used_ -= entry->second.memory->memory_bytes();
      uses_.erase(entry->second.use);
    }
    entry = entries_.erase(entry);
  }
}

std::vector<BlockChange> BlockStore::take_changes() {
  const std::lock_guard lock(mutex_);
  return std::exchange(changes_, {});
}

bool BlockStore::holds(BlockKey key) const {
  const std::lock_guard lock(mutex_);
  return entries_.contains(key);
}
std::size_t BlockStore::memory_bytes() const {
  const std::lock_guard lock(mutex_);
  return used_;
}
std::size_t BlockStore::block_count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace mammoth::spark
