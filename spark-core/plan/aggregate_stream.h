// Combines the values of equal keys in bounded memory (Spark: ExternalAppendOnlyMap). When the
// table outgrows the task's limit it is written out into 64 buckets by hash, and at the end the
// buckets are combined one after the other; so memory may fail to hold a 64th of the keys at most.
//
// The values may come from several inputs of different types (cogroup); Combiner then has
// merge_input<I>(C&, V&&).
#pragma once

#include <array>

#include "spark-core/plan/combine_table.h"
#include "spark-core/plan/node.h"

namespace mammoth::spark {

template <class K, class C, class Combiner>  // K owned
class Aggregator {
 public:
  Aggregator(const Combiner& combiner, TaskContext& context)
      : combiner_(combiner), context_(context), limit_(context.memory_limit_bytes()) {}

  // `create()` answers a C for a new key, `merge(C&)` adds to one.
  template <class Key, class Create, class Merge>
  void upsert(const Key& key, std::uint64_t hash, const Create& create, const Merge& merge) {
    table_.upsert(key, hash, create, merge);
  }
  void grew(std::size_t bytes) { table_.add_heap(bytes); }
  void batch_done() {
    context_.check_interrupted();
    if (table_.held_bytes() > limit_) spill();
  }
  // After the last input: the next table of combined entries, or false.
  bool next_table() {
    if (!spilled_) {
      if (handed_out_) return false;
      handed_out_ = true;
      return !table_.empty();
    }
    if (bucket_ == 0 && !table_.empty()) spill();
    table_.clear();
    while (bucket_ < kBuckets && table_.empty()) load(bucket_++);
    return !table_.empty();
  }
  CombineTable<K, C>& table() { return table_; }

 private:
  static constexpr std::size_t kBuckets = 64;
  struct Piece {
    std::uint64_t offset;
    std::size_t size;
  };

  void spill() {
    if (!spilled_) spilled_ = context_.new_spill_file();
    std::array<Writer, kBuckets> buffers;
    for (auto& entry : table_.entries()) {
      const std::size_t bucket = hash_of(entry.key) >> 26 & (kBuckets - 1);
      Serializer<typename CombineTable<K, C>::Key>::write(buffers[bucket], entry.key);
      Serializer<C>::write(buffers[bucket], entry.value);
      if (buffers[bucket].size() > 256 * 1024) flush(buffers[bucket], bucket);
    }
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) flush(buffers[bucket], bucket);
    table_.clear();
  }
  void flush(Writer& buffer, std::size_t bucket) {
    if (buffer.size() == 0) return;
    pieces_[bucket].push_back({spilled_->size_bytes(), buffer.size()});
    spilled_->append(buffer.view());
    buffer.clear();
  }
  void load(std::size_t bucket) {
    for (const Piece& piece : pieces_[bucket]) {
      const std::string bytes = spilled_->read(piece.offset, piece.size);
      Reader in(bytes);
      while (!in.at_end()) {
        auto key = Serializer<typename CombineTable<K, C>::Key>::read(in);
        C value = Serializer<C>::read(in);
        upsert(
            key, hash_of(key), [&] { return std::move(value); },
            [&](C& combined) { combiner_.merge_combiners(combined, std::move(value)); });
      }
    }
  }

  const Combiner& combiner_;
  TaskContext& context_;
  std::size_t limit_;
  CombineTable<K, C> table_;
  std::unique_ptr<SpillFile> spilled_;
  std::array<std::vector<Piece>, kBuckets> pieces_;
  std::size_t bucket_ = 0;
  bool handed_out_ = false;
};

// The end of every aggregation: hands out the tables as pairs of key and combined value.
// `Consume(Aggregator&, inputs)` reads all input first.
template <class K, class C, class Combiner, class Consume>
class AggregateStream final : public Stream {
 public:
  explicit AggregateStream(StreamArguments& arguments)
      : aggregator_(*static_cast<const Combiner*>(arguments.function), arguments.context),
        combiner_(*static_cast<const Combiner*>(arguments.function)),
        inputs_(std::move(arguments.inputs)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    if (!consumed_) {
      Consume::run(aggregator_, combiner_, inputs_);
      inputs_.clear();
      consumed_ = true;
      has_table_ = aggregator_.next_table();
    }
    out_.clear();
    while (has_table_ && out_.size() == 0) {
      auto& entries = aggregator_.table().entries();
      for (; at_ < entries.size() && !out_.full(); ++at_)
        out_.emplace<std::pair<K, C>>(own(std::move(entries[at_].key)),
                                      std::move(entries[at_].value));
      if (at_ < entries.size()) break;
      if (out_.size() != 0) break;
      at_ = 0;
      has_table_ = aggregator_.next_table();
    }
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  Aggregator<K, C, Combiner> aggregator_;
  const Combiner& combiner_;
  std::vector<std::unique_ptr<Stream>> inputs_;
  OutputBuffer out_;
  std::size_t at_ = 0;
  bool consumed_ = false;
  bool has_table_ = false;
};

// Input pairs hold values (kCombined false) or already combined ones.
template <class T, bool kCombined>
struct ConsumePairs {
  template <class A, class Combiner>
  static void run(A& aggregator, const Combiner& combiner,
                  std::vector<std::unique_ptr<Stream>>& inputs) {
    using C = typename Combiner::combined_type;
    Batch batch;
    while (inputs.at(0)->next(batch)) {
      T* items = batch.items<T>();
      look_ahead(
          aggregator.table(), batch.size,
          [items](std::size_t i) -> const auto& { return items[i].first; },
          [&](std::size_t i, std::uint64_t hash) {
            auto value = batch.movable ? own(std::move(items[i].second)) : own(items[i].second);
            aggregator.upsert(
                items[i].first, hash,
                [&]() -> C {
                  if constexpr (kCombined)
                    return std::move(value);
                  else
                    return combiner.create(std::move(value));
                },
                [&](C& combined) {
                  if constexpr (Combiner::kGrows)
                    aggregator.grew(sizeof value + heap_bytes_of(value));
                  if constexpr (kCombined)
                    combiner.merge_combiners(combined, std::move(value));
                  else
                    combiner.merge_value(combined, std::move(value));
                });
          });
      aggregator.batch_done();
    }
  }
};

template <class T, class Combiner, bool kCombined>
std::unique_ptr<Stream> make_aggregate(StreamArguments& arguments) {
  using K = Owned<typename T::first_type>;
  using C = typename Combiner::combined_type;
  return std::make_unique<AggregateStream<K, C, Combiner, ConsumePairs<T, kCombined>>>(arguments);
}

}  // namespace mammoth::spark
