#include "mapreduce/task/sort_run.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "common/base/check.h"

namespace mammoth::mapreduce::engine {

namespace {

constexpr std::uint32_t kAlignment = 4;
constexpr std::uint32_t kFirstOffset = 8;  // 0 means none
constexpr std::size_t kFirstSlots = 1 << 12;
constexpr std::uint64_t kTrialRecords = 1 << 16;
constexpr std::size_t kMaxChunkBytes = 1024;
constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);
constexpr std::size_t kMaxCapacity = (std::size_t{1} << 31) - 1;

std::uint32_t aligned(std::size_t size) {
  return static_cast<std::uint32_t>((size + kAlignment - 1) & ~std::size_t{kAlignment - 1});
}

// Words are short: eight bytes a round, mixed by multiplication.
std::uint64_t hash_of(std::uint32_t partition, std::string_view key) {
  constexpr std::uint64_t kMultiplier = 0x9e3779b97f4a7c15;
  std::uint64_t hash = (partition + 1) * kMultiplier ^ key.size();
  const char* at = key.data();
  std::size_t left = key.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * kMultiplier;
    hash ^= hash >> 32;
  }
  std::uint64_t word = 0;
  std::memcpy(&word, at, left);
  hash = (hash ^ word) * kMultiplier;
  return hash ^ (hash >> 29);
}

}  // namespace

SortRun::SortRun(std::size_t capacity_bytes, KeyOrder order)
    : capacity_(std::min(capacity_bytes, kMaxCapacity)), order_(order), used_(kFirstOffset) {
  void* memory = ::mmap(nullptr, capacity_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  memory_ = static_cast<char*>(memory);
  table_.resize(kFirstSlots);
}

SortRun::~SortRun() {
  ::munmap(memory_, capacity_);
}

std::string_view SortRun::key_of(std::uint32_t offset) const {
  return {memory_ + offset + sizeof(KeyHead), at<KeyHead>(offset).length};
}

std::uint32_t SortRun::new_chunk(std::size_t data_bytes) {
  const std::uint32_t offset = used_;
  at<Chunk>(offset) = {0, 0};
  used_ += aligned(sizeof(Chunk) + data_bytes);
  return offset;
}

void SortRun::append_value(KeyHead& head, std::string_view value) {
  const std::size_t needed = kLengthBytes + value.size();
  if (head.limit - head.write < needed) {
    const std::size_t before = head.limit - head.last - sizeof(Chunk);
    const std::size_t size = std::max(needed, std::min(2 * before, kMaxChunkBytes));
    const std::uint32_t added = new_chunk(size);
    at<Chunk>(head.last) = {added, head.write};
    head.last = added;
    head.write = added + sizeof(Chunk);
    head.limit = head.write + static_cast<std::uint32_t>(size);
  }
  const auto length = static_cast<std::uint32_t>(value.size());
  std::memcpy(memory_ + head.write, &length, kLengthBytes);
  std::memcpy(memory_ + head.write + kLengthBytes, value.data(), value.size());
  head.write += static_cast<std::uint32_t>(needed);
}

std::size_t SortRun::find_slot(std::uint64_t hash, std::uint32_t partition,
                               std::string_view key) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash & mask;
  for (; table_[slot].entry != 0; slot = (slot + 1) & mask) {
    if (table_[slot].hash != static_cast<std::uint32_t>(hash >> 32)) continue;
    const Entry& entry = entries_[table_[slot].entry - 1];
    if (entry.partition == partition && key_of(entry.key) == key) break;
  }
  return slot;
}

bool SortRun::add(int partition, std::string_view key, std::string_view value) {
  const std::size_t needed = key.size() + value.size() + kRecordOverhead + kMaxChunkBytes;
  if (needed > capacity_ || used_bytes() + needed + table_.size() * sizeof(Slot) > capacity_)
    return false;
  const auto part = static_cast<std::uint32_t>(partition);
  std::uint64_t hash = 0;
  std::size_t slot = 0;
  if (hashing_) {
    hash = hash_of(part, key);
    slot = find_slot(hash, part, key);
    if (table_[slot].entry != 0) {
      append_value(at<KeyHead>(entries_[table_[slot].entry - 1].key), value);
      ++records_;
      return true;
    }
  }
  const std::uint32_t offset = used_;
  used_ += aligned(sizeof(KeyHead) + key.size());
  std::memcpy(memory_ + offset + sizeof(KeyHead), key.data(), key.size());
  const std::size_t first_size = kLengthBytes + value.size();
  const std::uint32_t chunk = new_chunk(first_size);
  const auto data = chunk + static_cast<std::uint32_t>(sizeof(Chunk));
  at<KeyHead>(offset) = {static_cast<std::uint32_t>(key.size()), chunk, chunk, data,
                         data + static_cast<std::uint32_t>(first_size)};
  append_value(at<KeyHead>(offset), value);
  entries_.push_back({order_.prefix(key), part, offset});
  ++records_;
  if (hashing_) {
    table_[slot] = {static_cast<std::uint32_t>(hash >> 32),
                    static_cast<std::uint32_t>(entries_.size())};
    if (records_ == kTrialRecords) judge_repetition();
    if (hashing_ && entries_.size() * 2 > table_.size()) grow_table();
  }
  return true;
}

// A table that finds every other record, at least, is worth its memory.
void SortRun::judge_repetition() {
  if (entries_.size() * 2 <= records_) return;
  hashing_ = false;
  table_ = {};
}

void SortRun::grow_table() {
  std::vector<Slot> larger(table_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& old : table_) {
    if (old.entry == 0) continue;
    const Entry& entry = entries_[old.entry - 1];
    std::size_t slot = hash_of(entry.partition, key_of(entry.key)) & mask;
    while (larger[slot].entry != 0) slot = (slot + 1) & mask;
    larger[slot] = old;
  }
  table_ = std::move(larger);
}

void SortRun::clear() {
  used_ = kFirstOffset;
  entries_.clear();
  records_ = 0;
  if (hashing_) table_.assign(kFirstSlots, Slot{});
}

void SortRun::sort() {
  table_.clear();
  const bool prefix_is_all = order_.prefix_is_all();
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    if (a.partition != b.partition) return a.partition < b.partition;
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    return !prefix_is_all && order_.compare(key_of(a.key), key_of(b.key)) < 0;
  });
  if (hashing_) table_.resize(kFirstSlots);
}

class SortRun::Records final : public RawRecords {
 public:
  Records(const SortRun& run, std::size_t begin, std::size_t end)
      : run_(run), entry_(begin), end_(end) {}

  bool next() override {
    while (at_ == end_of_chunk_) {
      if (chunk_ != 0) chunk_ = run_.at<Chunk>(chunk_).next;
      if (chunk_ == 0) {
        if (entry_ == end_) return false;
        const std::uint32_t key = run_.entries_[entry_++].key;
        key_ = run_.key_of(key);
        head_ = &run_.at<KeyHead>(key);
        chunk_ = head_->first;
      }
      at_ = chunk_ + static_cast<std::uint32_t>(sizeof(Chunk));
      end_of_chunk_ = chunk_ == head_->last ? head_->write : run_.at<Chunk>(chunk_).end;
    }
    std::uint32_t length;
    std::memcpy(&length, run_.memory_ + at_, kLengthBytes);
    value_ = {run_.memory_ + at_ + kLengthBytes, length};
    at_ += static_cast<std::uint32_t>(kLengthBytes) + length;
    return true;
  }

 private:
  const SortRun& run_;
  std::size_t entry_;
  const std::size_t end_;
  const KeyHead* head_ = nullptr;
  std::uint32_t chunk_ = 0;
  std::uint32_t at_ = 0;
  std::uint32_t end_of_chunk_ = 0;
};

std::unique_ptr<RawRecords> SortRun::partition(int partition) const {
  const auto range = std::ranges::equal_range(entries_, static_cast<std::uint32_t>(partition), {},
                                              &Entry::partition);
  const auto begin = static_cast<std::size_t>(range.begin() - entries_.begin());
  return std::make_unique<Records>(*this, begin, begin + range.size());
}

}  // namespace mammoth::mapreduce::engine
