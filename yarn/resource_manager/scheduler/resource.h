// An amount of the two things a node has: memory in MiB and virtual cores. Follows
// org.apache.hadoop.yarn.api.records.Resource without further resource types. May be negative (what
// an over-committed node has left). A plain value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

namespace mammoth::yarn {

struct Resource {
  std::int64_t memory_mb = 0;
  std::int64_t vcores = 0;

  bool operator==(const Resource&) const = default;
  Resource& operator+=(const Resource& it) {
    memory_mb += it.memory_mb, vcores += it.vcores;
    return *this;
  }
  Resource& operator-=(const Resource& it) {
    memory_mb -= it.memory_mb, vcores -= it.vcores;
    return *this;
  }
  friend Resource operator+(Resource a, const Resource& b) { return a += b; }
  friend Resource operator-(Resource a, const Resource& b) { return a -= b; }
};

// Component by component.
inline Resource at_most(const Resource& a, const Resource& b) {
  return {std::min(a.memory_mb, b.memory_mb), std::min(a.vcores, b.vcores)};
}
inline Resource at_least(const Resource& a, const Resource& b) {
  return {std::max(a.memory_mb, b.memory_mb), std::max(a.vcores, b.vcores)};
}
// Fractions are cut off, as Resources.multiply does.
inline Resource multiply(const Resource& it, double by) {
  return {static_cast<std::int64_t>(static_cast<double>(it.memory_mb) * by),
          static_cast<std::int64_t>(static_cast<double>(it.vcores) * by)};
}

std::string to_text(const Resource& it);  // <memory:1024, vCores:1>

}  // namespace mammoth::yarn
