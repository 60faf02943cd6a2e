// Bytes of records: what shuffles, caches, tasks and results are made of. Numbers are little-endian
// and of fixed width, lengths are LEB128. The format never leaves a running application, so it has
// no versions.
//
// Writer grows as needed; Reader checks every length against what is left and throws WireError, so
// a truncated or hostile buffer cannot make it allocate more than it holds. Neither is thread-safe.
// Views that a Reader returns live as long as the bytes it reads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace mammoth::spark {

class WireError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Writer {
 public:
  void raw(const void* bytes, std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - at_)) grow(size);
    if (size != 0) std::memcpy(at_, bytes, size);
    at_ += size;
  }
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void fixed(T value) {
    raw(&value, sizeof value);
  }
  void varint(std::uint64_t value) {
    if (end_ - at_ < 10) grow(10);
    while (value >= 0x80) {
      *at_++ = static_cast<char>(value | 0x80);
      value >>= 7;
    }
    *at_++ = static_cast<char>(value);
  }
  void text(std::string_view value) {
    varint(value.size());
    raw(value.data(), value.size());
  }

  std::string_view view() const { return {begin_.get(), size()}; }
  std::string take() {
    std::string all(view());
    clear();
    return all;
  }
  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_.get()); }
  std::size_t capacity() const { return static_cast<std::size_t>(end_ - begin_.get()); }
  void clear() { at_ = begin_.get(); }
  void release() {
    begin_.reset();
    at_ = end_ = nullptr;
  }

 private:
  void grow(std::size_t more) {
    const std::size_t used = size();
    const std::size_t room = std::max<std::size_t>({64, used * 2, used + more});
    std::unique_ptr<char[]> larger(new char[room]);
    if (used != 0) std::memcpy(larger.get(), begin_.get(), used);
    begin_ = std::move(larger);
    at_ = begin_.get() + used;
    end_ = begin_.get() + room;
  }

  std::unique_ptr<char[]> begin_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool at_end() const { return at_ == end_; }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  std::string_view raw(std::size_t size) {
    if (size > left()) throw WireError("record is cut short");
    std::string_view view(at_, size);
    at_ += size;
    return view;
  }
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  T fixed() {
    if constexpr (std::is_same_v<T, bool>) return *raw(1).data() != 0;  // any other byte is no bool
    T value;
    std::memcpy(&value, raw(sizeof value).data(), sizeof value);
    return value;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(*raw(1).data());
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw WireError("length of more than 64 bits");
  }
  // A number of elements that follow, each of which takes at least `least_bytes`.
  std::size_t count(std::size_t least_bytes = 0) {
    const std::uint64_t n = varint();
    if (n > (least_bytes == 0 ? std::uint64_t{1} << 32 : left() / least_bytes))
      throw WireError("more elements than bytes");
    return static_cast<std::size_t>(n);
  }
  std::string_view text() { return raw(static_cast<std::size_t>(varint())); }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace mammoth::spark
