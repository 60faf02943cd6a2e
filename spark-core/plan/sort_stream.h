// Sorts a partition in bounded memory (Spark: ExternalSorter): what exceeds the task's limit is
// written out as sorted runs, which are merged as they are read. Equal elements keep their order.
//
// T is what it hands out, Item what it reads and keeps: T, or Viewed<T> from a shuffle, with the bytes
// in an arena. Less says the order, less(a, b), and a number for an item, prefix(a), which is less
// only where the item is: most comparisons look no further.
#pragma once

#include <algorithm>

#include "spark-core/plan/node.h"

namespace mammoth::spark {

template <class T, class Item, class Less>  // T owned; Less is shipped
class SortStream final : public Stream {
 public:
  explicit SortStream(StreamArguments& arguments)
      : less_(*static_cast<const Less*>(arguments.function)),
        context_(arguments.context),
        input_(std::move(arguments.inputs.at(0))),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    if (input_) consume();
    out_.clear();
    if (runs_.empty()) {
      while (at_ < order_.size() && !out_.full()) hand_out(*order_[at_++].item);
    } else {
      while (!out_.full() && !heads_.empty()) merge_one();
    }
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  struct Place {
    std::uint64_t prefix;
    Item* item;
  };
  // A sorted run on disk, read a piece at a time.
  struct Run {
    std::unique_ptr<SpillFile> file;
    std::vector<std::size_t> pieces{};  // sizes, in order
    std::size_t next_piece = 0;
    std::uint64_t offset = 0;
    std::string bytes{};  // what views of the items point into
    std::vector<Item> items{};
    std::size_t at = 0;

    bool fill() {
      if (at < items.size()) return true;
      if (next_piece == pieces.size()) return false;
      bytes = file->read(offset, pieces[next_piece]);
      offset += pieces[next_piece++];
      items.clear();
      at = 0;
      for (Reader in(bytes); !in.at_end();) items.push_back(Serializer<Item>::read(in));
      return true;
    }
  };

  void consume() {
    const std::size_t limit = context_.memory_limit_bytes();
    Batch batch;
    while (input_->next(batch)) {
      context_.check_interrupted();
      Item* from = batch.items<Item>();
      for (std::size_t i = 0; i < batch.size; ++i) {
        if (batch.movable)
          items_.push_back(std::move(from[i]));
        else
          items_.push_back(from[i]);
        if constexpr (kBorrowed<Item>)
          visit_views(items_.back(), [this](std::string_view& view) { view = arena_.copy(view); });
        else
          heap_ += heap_bytes_of(items_.back());
      }
      const std::size_t held = items_.size() * (sizeof(Item) + sizeof(Place)) + heap_ + arena_.reserved_bytes();
      if (held > limit) spill();
    }
    input_.reset();
    if (runs_.empty()) return sort();
    spill();
    for (std::size_t run = 0; run < runs_.size(); ++run)
      if (runs_[run].fill()) push_head(run);
  }
  // Pointers are sorted instead of elements: those may be large, and places break ties.
  void sort() {
    order_.clear();
    order_.reserve(items_.size());
    for (Item& item : items_) order_.push_back({less_.prefix(item), &item});
    std::sort(order_.begin(), order_.end(), [this](const Place& a, const Place& b) {
      if (a.prefix != b.prefix) return a.prefix < b.prefix;
      return less_(*a.item, *b.item) || (!less_(*b.item, *a.item) && a.item < b.item);
    });
  }
  void hand_out(Item& item) {
    if constexpr (kBorrowed<Item>)
      out_.emplace<T>(own(item));
    else
      out_.emplace<T>(std::move(item));
  }
  void spill() {
    if (items_.empty()) return;
    sort();
    Run run{context_.new_spill_file()};
    Writer buffer;
    for (const Place& place : order_) {
      Serializer<Item>::write(buffer, *place.item);
      if (buffer.size() < 256 * 1024) continue;
      run.file->append(buffer.view());
      run.pieces.push_back(buffer.size());
      buffer.clear();
    }
    if (buffer.size() != 0) {
      run.file->append(buffer.view());
      run.pieces.push_back(buffer.size());
    }
    runs_.push_back(std::move(run));
    items_.clear();
    order_.clear();
    heap_ = 0;
    arena_ = {};
  }
  // The heap's top is the run with the least element, of equal ones the earliest run.
  bool after(std::size_t a, std::size_t b) const {
    const Item& x = runs_[a].items[runs_[a].at];
    const Item& y = runs_[b].items[runs_[b].at];
    if (less_(y, x)) return true;
    return !less_(x, y) && a > b;
  }
  void push_head(std::size_t run) {
    heads_.push_back(run);
    std::push_heap(heads_.begin(), heads_.end(),
                   [this](std::size_t a, std::size_t b) { return after(a, b); });
  }
  void merge_one() {
    std::pop_heap(heads_.begin(), heads_.end(),
                  [this](std::size_t a, std::size_t b) { return after(a, b); });
    const std::size_t run = heads_.back();
    heads_.pop_back();
    hand_out(runs_[run].items[runs_[run].at++]);
    if (runs_[run].fill()) push_head(run);
  }

  const Less& less_;
  TaskContext& context_;
  std::unique_ptr<Stream> input_;
  std::vector<Item> items_;
  std::vector<Place> order_;
  Arena arena_;  // of the items' views
  std::size_t heap_ = 0;
  std::vector<Run> runs_;
  std::vector<std::size_t> heads_;
  std::size_t at_ = 0;
  OutputBuffer out_;
};

template <class T, class Item, class Less>
std::unique_ptr<Stream> make_sort(StreamArguments& arguments) {
  return std::make_unique<SortStream<T, Item, Less>>(arguments);
}

}  // namespace mammoth::spark
