// The median of numbers that keep coming, O(log n) each: the smaller half in one heap, the larger
// in another (Spark: MedianHeap). Used for the durations of a task set's successful tasks.
#pragma once

#include <functional>
#include <queue>
#include <vector>

namespace mammoth::spark::scheduler {

class MedianHeap {
 public:
  void insert(double value) {
    if (smaller_.empty() || value <= smaller_.top())
      smaller_.push(value);
    else
      larger_.push(value);
    if (smaller_.size() > larger_.size() + 1) larger_.push(smaller_.top()), smaller_.pop();
    if (larger_.size() > smaller_.size()) smaller_.push(larger_.top()), larger_.pop();
  }
  std::size_t size() const { return smaller_.size() + larger_.size(); }
  bool empty() const { return smaller_.empty(); }
  // Must not be empty.
  double median() const {
    return smaller_.size() > larger_.size() ? smaller_.top() : (smaller_.top() + larger_.top()) / 2;
  }

 private:
  std::priority_queue<double> smaller_;
  std::priority_queue<double, std::vector<double>, std::greater<>> larger_;
};

}  // namespace mammoth::spark::scheduler
