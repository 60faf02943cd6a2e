// The source of every random choice in blocks/ (SplitMix64): seeded, so that a test repeats; one
// atomic step, so that const members under the shared lock may draw.
#pragma once

#include <atomic>
#include <cstdint>

namespace mammoth::namenode {

class RandomSource {
 public:
  explicit RandomSource(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() const {
    std::uint64_t z = state_.fetch_add(0x9e37'79b9'7f4a'7c15, std::memory_order_relaxed);
    z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
    z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
    return z ^ (z >> 31);
  }
  // From 0 to bound - 1; bound must not be 0.
  std::size_t below(std::size_t bound) const { return next() % bound; }

 private:
  mutable std::atomic<std::uint64_t> state_;
};

}  // namespace mammoth::namenode
