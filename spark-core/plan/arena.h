// Bytes that live together and die together: where the views of a batch or of a cached block point.
// Views stay valid until clear() or destruction. Not thread-safe.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace mammoth::spark {

class Arena {
 public:
  std::string_view copy(std::string_view bytes) {
    if (bytes.size() > left_) next_chunk(bytes.size());
    if (!bytes.empty()) std::memcpy(at_, bytes.data(), bytes.size());
    std::string_view view(at_, bytes.size());
    at_ += bytes.size();
    left_ -= bytes.size();
    return view;
  }
  // Keeps the first chunk for the next batch.
  void clear() {
    if (chunks_.empty()) return;
    chunks_.resize(1);
    at_ = chunks_[0].get();
    left_ = first_size_;
    reserved_ = first_size_;
  }
  std::size_t reserved_bytes() const { return reserved_; }

 private:
  void next_chunk(std::size_t least) {
    const std::size_t size = least > kChunk ? least : kChunk;
    chunks_.emplace_back(new char[size]);
    if (chunks_.size() == 1) first_size_ = size;
    at_ = chunks_.back().get();
    left_ = size;
    reserved_ += size;
  }

  static constexpr std::size_t kChunk = 64 * 1024;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t first_size_ = 0;
  std::size_t reserved_ = 0;
};

}  // namespace mammoth::spark
