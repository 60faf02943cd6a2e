// Bytes on their way from or to a socket: filled at the end, taken from the front, one piece of
// memory.
//
//        begin_        end_         capacity_
//   ┌──────┬───────────────┬────────────────┐
//   │ used │  readable()   │ room to append │
//   └──────┴───────────────┴────────────────┘
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "common/base/check.h"

namespace mammoth {

// Memory grows by doubling and is not cleared. Appending may move the bytes, so views into it, and
// operations that use them, end there. Not thread-safe. The caller bounds the size.
class ByteBuffer {
 public:
  std::string_view readable() const { return {data_.get() + begin_, end_ - begin_}; }
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }
  std::size_t capacity() const { return capacity_; }

  // At least `minimum` bytes to write into, and all there are; commit() what was written.
  std::span<char> prepare(std::size_t minimum) {
    if (capacity_ - end_ < minimum) make_room(minimum);
    return {data_.get() + end_, capacity_ - end_};
  }
  void commit(std::size_t count) {
    check(count <= capacity_ - end_, "commit within the prepared bytes");
    end_ += count;
  }

  void append(std::string_view bytes) {
    if (bytes.empty()) return;
    std::memcpy(prepare(bytes.size()).data(), bytes.data(), bytes.size());
    end_ += bytes.size();
  }

  void consume(std::size_t count) {
    check(count <= size(), "consume within the readable bytes");
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Takes back what was appended last, down to `size` readable bytes.
  void truncate(std::size_t size) {
    check(size <= end_ - begin_, "truncate only shortens");
    end_ = begin_ + size;
  }

  // Gives the memory back if nothing is in it and it is larger than `keep_bytes`.
  void release_above(std::size_t keep_bytes) {
    if (empty() && capacity_ > keep_bytes) *this = ByteBuffer();
  }

  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    ByteBuffer(std::move(other)).swap(*this);
    return *this;
  }
  void swap(ByteBuffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(begin_, other.begin_);
    std::swap(end_, other.end_);
    std::swap(capacity_, other.capacity_);
  }

 private:
  void make_room(std::size_t minimum) {
    const std::size_t used = size();
    if (capacity_ - used >= minimum && used <= capacity_ / 2) {
      std::memmove(data_.get(), data_.get() + begin_, used);
    } else {
      const std::size_t larger = std::max(used + minimum, 2 * capacity_);
      auto data = std::make_unique_for_overwrite<char[]>(larger);
      if (used > 0) std::memcpy(data.get(), data_.get() + begin_, used);
      data_ = std::move(data);
      capacity_ = larger;
    }
    begin_ = 0;
    end_ = used;
  }

  std::unique_ptr<char[]> data_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace mammoth
