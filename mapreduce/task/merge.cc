#include "mapreduce/task/merge.h"

#include <algorithm>

namespace mammoth::mapreduce::engine {

namespace {

// A binary heap of streams; a step replaces the head and sifts it down.
class Merge final : public RawRecords {
 public:
  Merge(std::vector<std::unique_ptr<RawRecords>> streams, KeyOrder order) : order_(order) {
    for (std::size_t i = 0; i < streams.size(); ++i)
      if (streams[i]->next())
        heap_.push_back({order_.prefix(streams[i]->key()), static_cast<std::uint32_t>(i),
                         std::move(streams[i])});
    for (std::size_t i = heap_.size(); i-- > 0;) sift_down(i);
  }

  bool next() override {
    if (started_ && !heap_.empty()) {
      Head& top = heap_.front();
      if (top.records->next()) {
        top.prefix = order_.prefix(top.records->key());
      } else {
        std::swap(heap_.front(), heap_.back());
        heap_.pop_back();
      }
      if (!heap_.empty()) sift_down(0);
    }
    started_ = true;
    if (heap_.empty()) return false;
    key_ = heap_.front().records->key();
    value_ = heap_.front().records->value();
    return true;
  }

 private:
  struct Head {
    std::uint64_t prefix;
    std::uint32_t index;
    std::unique_ptr<RawRecords> records;
  };

  bool before(const Head& a, const Head& b) const {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    if (!order_.prefix_is_all()) {
      const int compared = order_.compare(a.records->key(), b.records->key());
      if (compared != 0) return compared < 0;
    }
    return a.index < b.index;
  }

  void sift_down(std::size_t at) {
    for (;;) {
      std::size_t least = at;
      for (std::size_t child = 2 * at + 1; child <= 2 * at + 2 && child < heap_.size(); ++child)
        if (before(heap_[child], heap_[least])) least = child;
      if (least == at) return;
      std::swap(heap_[at], heap_[least]);
      at = least;
    }
  }

  const KeyOrder order_;
  std::vector<Head> heap_;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<RawRecords> merge(std::vector<std::unique_ptr<RawRecords>> streams,
                                  KeyOrder order) {
  if (streams.size() == 1) return std::move(streams.front());
  return std::make_unique<Merge>(std::move(streams), order);
}

std::size_t pass_size(std::size_t count, std::size_t factor, bool is_first_pass) {
  if (!is_first_pass || count <= factor || factor < 2) return std::min(factor, count);
  const std::size_t rest = (count - 1) % (factor - 1);
  return rest == 0 ? factor : rest + 1;
}

}  // namespace mammoth::mapreduce::engine
