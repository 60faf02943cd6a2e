// Count, mean, variance, least and greatest of numbers, mergeable and numerically stable (Spark:
// StatCounter). A value type.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace mammoth::spark {

class StatCounter {
 public:
  StatCounter& merge(double value) {
    const double delta = value - mean_;
    ++count_;
    mean_ += delta / static_cast<double>(count_);
    squares_ += delta * (value - mean_);
    max_ = std::fmax(max_, value);
    min_ = std::fmin(min_, value);
    return *this;
  }
  StatCounter& merge(const StatCounter& other) {
    if (other.count_ == 0) return *this;
    if (count_ == 0) return *this = other;
    const double delta = other.mean_ - mean_;
    const auto n = static_cast<double>(count_), m = static_cast<double>(other.count_);
    mean_ += delta * m / (n + m);
    squares_ += other.squares_ + delta * delta * n * m / (n + m);
    count_ += other.count_;
    max_ = std::fmax(max_, other.max_);
    min_ = std::fmin(min_, other.min_);
    return *this;
  }
  StatCounter copy() const { return *this; }

  std::int64_t count() const { return count_; }
  double mean() const { return mean_; }
  double sum() const { return mean_ * static_cast<double>(count_); }
  double max() const { return max_; }
  double min() const { return min_; }
  double popVariance() const {
    return count_ == 0 ? std::numeric_limits<double>::quiet_NaN()
                       : squares_ / static_cast<double>(count_);
  }
  double sampleVariance() const {
    return count_ <= 1 ? std::numeric_limits<double>::quiet_NaN()
                       : squares_ / static_cast<double>(count_ - 1);
  }
  double variance() const { return popVariance(); }
  double stdev() const { return std::sqrt(popVariance()); }
  double popStdev() const { return std::sqrt(popVariance()); }
  double sampleStdev() const { return std::sqrt(sampleVariance()); }

  template <class A>
  void fields(A& archive) {
    archive(count_, mean_, squares_, max_, min_);
  }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
  double max_ = -std::numeric_limits<double>::infinity();
  double min_ = std::numeric_limits<double>::infinity();
};

}  // namespace mammoth::spark
