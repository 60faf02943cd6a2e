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
std::uint32_t hash_of(std::uint32_t partition, std::string_view key) {
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
  hash = (hash ^ hash >> 32) * kMultiplier;
  return static_cast<std::uint32_t>(hash >> 32);
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

std::size_t SortRun::find_slot(std::uint32_t hash, std::uint32_t partition,
                               std::string_view key) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash & mask;
  for (; table_[slot].key != 0; slot = (slot + 1) & mask) {
    if (table_[slot].hash != hash) continue;
    const std::uint32_t offset = table_[slot].key;
    if (at<KeyHead>(offset).partition == partition && key_of(offset) == key) break;
  }
  return slot;
}

bool SortRun::add(int partition, std::string_view key, std::string_view value) {
  const std::size_t needed = key.size() + value.size() + kRecordOverhead + kMaxChunkBytes;
  const auto has_room = [&] {
    return needed <= capacity_ && used_bytes() + needed + table_.size() * sizeof(Slot) <= capacity_;
  };
  if (!has_room()) {
    if (staged_count_ == 0) return false;
    add_staged();  // they may have taken less than they might
    if (!has_room()) return false;
  }
  const auto part = static_cast<std::uint32_t>(partition);
  ++records_;
  if (!hashing_) {
    new_entry(part, key, value);
    return true;
  }
  if (key.size() + value.size() > kMaxStagedBytes) {
    add_staged();
    put(hash_of(part, key), part, key, value);
  } else {
    stage(part, key, value);
    staged_needed_ += needed;
    if (staged_count_ == kBatch) add_staged();
  }
  if (!is_judged_ && records_ >= kTrialRecords) judge_repetition();
  return true;
}

// An entry of its own; answers the offset of its head.
std::uint32_t SortRun::new_entry(std::uint32_t partition, std::string_view key,
                                 std::string_view value) {
  const std::uint32_t offset = used_;
  used_ += aligned(sizeof(KeyHead) + key.size());
  std::memcpy(memory_ + offset + sizeof(KeyHead), key.data(), key.size());
  const std::size_t first_size = kLengthBytes + value.size();
  const std::uint32_t chunk = new_chunk(first_size);
  const auto data = chunk + static_cast<std::uint32_t>(sizeof(Chunk));
  at<KeyHead>(offset) = {partition, static_cast<std::uint32_t>(key.size()),       chunk, chunk,
                         data,      data + static_cast<std::uint32_t>(first_size)};
  append_value(at<KeyHead>(offset), value);
  entries_.push_back({order_.prefix(key), partition, offset});
  return offset;
}

void SortRun::stage(std::uint32_t partition, std::string_view key, std::string_view value) {
  const std::uint32_t hash = hash_of(partition, key);
  char* const place = staged_bytes_.data() + staged_count_ * kMaxStagedBytes;
  std::memcpy(place, key.data(), key.size());
  std::memcpy(place + key.size(), value.data(), value.size());
  staged_[staged_count_++] = {hash, partition, static_cast<std::uint32_t>(key.size()),
                              static_cast<std::uint32_t>(value.size()), 0};
  __builtin_prefetch(&table_[hash & (table_.size() - 1)]);
}

// Slots lead to heads, heads to where values go: each step for the whole batch.
void SortRun::ask_for_staged() {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < staged_count_; ++i) {
    std::size_t slot = staged_[i].hash & mask;
    while (table_[slot].key != 0 && table_[slot].hash != staged_[i].hash) slot = (slot + 1) & mask;
    staged_[i].found = table_[slot].key;
    __builtin_prefetch(memory_ + staged_[i].found);
  }
  for (std::size_t i = 0; i < staged_count_; ++i)
    if (staged_[i].found != 0) __builtin_prefetch(memory_ + at<KeyHead>(staged_[i].found).write, 1);
}

void SortRun::add_staged() {
  ask_for_staged();
  for (std::size_t i = 0; i < staged_count_; ++i) {
    const Staged& record = staged_[i];
    const char* const place = staged_bytes_.data() + i * kMaxStagedBytes;
    put(record.hash, record.partition, {place, record.key_size},
        {place + record.key_size, record.value_size});
  }
  staged_count_ = 0;
  staged_needed_ = 0;
}

// To the values of its key, which may be new.
void SortRun::put(std::uint32_t hash, std::uint32_t partition, std::string_view key,
                  std::string_view value) {
  const std::size_t slot = find_slot(hash, partition, key);
  if (table_[slot].key != 0) {
    append_value(at<KeyHead>(table_[slot].key), value);
    return;
  }
  table_[slot] = {hash, new_entry(partition, key, value)};
  if (entries_.size() * 2 > table_.size()) grow_table();
}

// A table that finds every other record, at least, is worth its memory.
void SortRun::judge_repetition() {
  is_judged_ = true;
  add_staged();
  if (entries_.size() * 2 <= records_) return;
  hashing_ = false;
  table_ = {};
}

void SortRun::grow_table() {
  std::vector<Slot> larger(table_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& old : table_) {
    if (old.key == 0) continue;
    std::size_t slot = old.hash & mask;
    while (larger[slot].key != 0) slot = (slot + 1) & mask;
    larger[slot] = old;
  }
  table_ = std::move(larger);
}

void SortRun::clear() {
  used_ = kFirstOffset;
  entries_.clear();
  records_ = 0;
  is_judged_ = false;
  staged_count_ = staged_needed_ = 0;
  if (hashing_) table_.assign(kFirstSlots, Slot{});
}

void SortRun::sort() {
  if (hashing_) add_staged();
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
    is_same_key_ = true;
    while (at_ == end_of_chunk_) {
      if (chunk_ != 0) chunk_ = run_.at<Chunk>(chunk_).next;
      if (chunk_ == 0) {
        if (entry_ == end_) return false;
        const std::uint32_t key = run_.entries_[entry_++].key;
        if (entry_ + kAhead < end_)
          __builtin_prefetch(run_.memory_ + run_.entries_[entry_ + kAhead].key);
        key_ = run_.key_of(key);
        is_same_key_ = false;
        head_ = &run_.at<KeyHead>(key);
        chunk_ = head_->first;
      }
      at_ = chunk_ + static_cast<std::uint32_t>(sizeof(Chunk));
      end_of_chunk_ = chunk_ == head_->last ? head_->write : run_.at<Chunk>(chunk_).end;
      __builtin_prefetch(run_.memory_ + run_.at<Chunk>(chunk_).next);
    }
    std::uint32_t length;
    std::memcpy(&length, run_.memory_ + at_, kLengthBytes);
    value_ = {run_.memory_ + at_ + kLengthBytes, length};
    at_ += static_cast<std::uint32_t>(kLengthBytes) + length;
    return true;
  }

 private:
  static constexpr std::size_t kAhead = 4;  // keys whose heads are asked for before their turn

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
