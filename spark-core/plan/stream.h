// Elements on their way through a task: batches that operators pull from one another.
//
// Stream::next answers the next batch, never an empty one, or false at the end. The batch belongs
// to the stream and lives until its next call; elements with views (RDD<std::string_view>) point
// into memory of the same life. `movable` elements may be moved from, but stay constructed. A
// stream belongs to one task's thread.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "spark-core/plan/type_ops.h"

namespace mammoth::spark {

struct Batch {
  void* data = nullptr;
  std::size_t size = 0;
  bool movable = false;

  template <class T>
  T* items() const {
    return static_cast<T*>(data);
  }
};

class [[gnu::visibility("default")]] Stream {
 public:
  virtual ~Stream();
  virtual bool next(Batch& batch) = 0;
};

// The elements an operator makes: about a thousand, fewer when they are large.
class OutputBuffer {
 public:
  explicit OutputBuffer(const TypeOps* type)
      : type_(type), target_(std::clamp<std::size_t>(64 * 1024 / type->size, 16, 1024)) {}
  OutputBuffer(const OutputBuffer&) = delete;
  OutputBuffer& operator=(const OutputBuffer&) = delete;
  ~OutputBuffer() {
    clear();
    ::operator delete(data_, std::align_val_t(type_->align));
  }

  std::size_t size() const { return size_; }
  std::size_t target() const {
    return target_;
  }  // when it holds that many it is time to hand it on
  bool full() const { return size_ >= target_; }
  Arena& arena() { return arena_; }
  Batch batch() const { return {data_, size_, true}; }

  void clear() {
    if (size_ != 0) type_->destroy(data_, size_);
    size_ = 0;
    arena_.clear();
  }
  // Room for one more element; added() once it is constructed there.
  void* slot() {
    if (size_ == capacity_) grow();
    return static_cast<char*>(data_) + size_ * type_->size;
  }
  void added(std::size_t n = 1) { size_ += n; }
  void reserve(std::size_t n) {
    while (capacity_ < n) grow();
  }
  template <class T, class... A>
  void emplace(A&&... arguments) {
    ::new (slot()) T(std::forward<A>(arguments)...);
    ++size_;
  }

 private:
  void grow() {
    const std::size_t capacity = std::max(target_, capacity_ * 2);
    void* larger = ::operator new(capacity * type_->size, std::align_val_t(type_->align));
    if (size_ != 0) type_->relocate(larger, data_, size_);
    ::operator delete(data_, std::align_val_t(type_->align));
    data_ = larger;
    capacity_ = capacity;
  }

  const TypeOps* type_;
  std::size_t target_;
  void* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  Arena arena_;
};

// What a flatMap function calls for each of its results. Views that point outside the input element
// (`source`) are copied, so that a function may emit parts of its own local strings.
template <class T>
class Emitter {
 public:
  using element_type = T;
  Emitter(OutputBuffer& out, std::string_view source) : out_(out), source_(source) {}

  template <class U = T>
  void operator()(U&& value) {
    if constexpr (kBorrowed<T>) {
      T element(std::forward<U>(value));
      visit_views(element, [&](std::string_view& view) {
        if (view.data() < source_.data() ||
            view.data() + view.size() > source_.data() + source_.size())
          view = out_.arena().copy(view);
      });
      out_.template emplace<T>(std::move(element));
    } else {
      out_.template emplace<T>(std::forward<U>(value));
    }
  }

 private:
  OutputBuffer& out_;
  std::string_view source_;
};

// The elements of a partition, one after the other, for functions over whole partitions: a range
// for `for`, or hasNext() and next() as in Scala. The reference lives until the next step.
template <class T>
class Iterator {
 public:
  explicit Iterator(Stream& stream) : stream_(&stream) {}

  bool hasNext() {
    if (at_ < batch_.size) return true;
    if (done_) return false;
    at_ = 0;
    batch_ = {};
    done_ = !stream_->next(batch_);
    return !done_;
  }
  const T& next() { return batch_.template items<T>()[at_++]; }
  // Moved out where that is allowed, else a copy.
  T take() {
    T& element = batch_.template items<T>()[at_++];
    return batch_.movable ? T(std::move(element)) : T(element);
  }

  struct End {};
  struct Step {
    Iterator* all;
    bool operator!=(End) const { return all->hasNext(); }
    void operator++() {}
    const T& operator*() const { return all->next(); }
  };
  Step begin() { return {this}; }
  End end() { return {}; }

 private:
  Stream* stream_;
  Batch batch_{};
  std::size_t at_ = 0;
  bool done_ = false;
};

}  // namespace mammoth::spark
