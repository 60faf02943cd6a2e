// How two resources compare: by memory alone (DefaultResourceCalculator) or by the larger share of
// the cluster (DominantResourceCalculator). Everything that rounds does so exactly as Hadoop's
// classes of these names, because headroom, limits and container sizes show the result.
//
// The memory-only calculator makes amounts with one vcore whenever it makes memory at all, as
// Resources.createResource(long) does: a normalised request of 4 vcores comes out with 1.
//
// A value without state beyond its kind; safe to use from anywhere.
#pragma once

#include <cstdint>

#include "yarn/resource_manager/scheduler/resource.h"

namespace mammoth::yarn {

class ResourceCalculator {
 public:
  enum class Kind { kDefault, kDominant };
  explicit ResourceCalculator(Kind kind) : kind_(kind) {}

  bool counts_vcores() const { return kind_ == Kind::kDominant; }

  // Less than, equal to, greater than zero. `cluster` matters to the dominant share only.
  int compare(const Resource& cluster, const Resource& a, const Resource& b) const;
  const Resource& larger(const Resource& cluster, const Resource& a, const Resource& b) const {
    return compare(cluster, a, b) >= 0 ? a : b;
  }
  const Resource& smaller(const Resource& cluster, const Resource& a, const Resource& b) const {
    return compare(cluster, a, b) <= 0 ? a : b;
  }
  // Whether `a` fits into `b` in every dimension that counts.
  bool fits(const Resource& a, const Resource& b) const {
    return a.memory_mb <= b.memory_mb && (!counts_vcores() || a.vcores <= b.vcores);
  }
  // Whether any dimension that counts is greater than zero.
  bool positive(const Resource& a) const {
    return a.memory_mb > 0 || (counts_vcores() && a.vcores > 0);
  }
  // a / whole: of memory, or the largest of the dimensions. Nothing of nothing is 0.
  double share(const Resource& a, const Resource& whole) const;
  // How many containers of `required` fit into `available`.
  std::int64_t containers_in(const Resource& available, const Resource& required) const;

  // Up to a multiple of `step`, between `minimum` and `maximum`.
  Resource normalize(const Resource& ask, const Resource& minimum, const Resource& maximum,
                     const Resource& step) const;
  Resource round_up(const Resource& it, const Resource& step) const;
  Resource round_down(const Resource& it, const Resource& step) const;
  Resource multiply_and_normalize_up(const Resource& it, double by, const Resource& step) const;
  Resource multiply_and_normalize_down(const Resource& it, double by, const Resource& step) const;
  Resource divide_and_ceil(const Resource& it, double by) const;  // by 0: nothing

 private:
  Resource make(std::int64_t memory_mb, std::int64_t vcores) const {
    return {memory_mb, counts_vcores() ? vcores : (memory_mb > 0 ? 1 : 0)};
  }

  Kind kind_;
};

}  // namespace mammoth::yarn
