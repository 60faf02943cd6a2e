#include "yarn/resource_manager/scheduler/resource_calculator.h"

#include <cmath>
#include <utility>

namespace mammoth::yarn {

namespace {

std::int64_t up(std::int64_t value, std::int64_t step) {
  return step <= 0 ? value : (value + step - 1) / step * step;
}

std::int64_t down(std::int64_t value, std::int64_t step) {
  return step <= 0 ? value : value / step * step;
}

double part(std::int64_t a, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(a) / static_cast<double>(whole);
}

int sign(double value) {
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}

std::int64_t ceiling(std::int64_t value, double by) {
  return by == 0 ? 0 : static_cast<std::int64_t>(std::ceil(static_cast<double>(value) / by));
}

}  // namespace

int ResourceCalculator::compare(const Resource& cluster, const Resource& a,
                                const Resource& b) const {
  if (!counts_vcores()) return a.memory_mb < b.memory_mb ? -1 : a.memory_mb > b.memory_mb ? 1 : 0;
  if (a == b) return 0;
  if (cluster.memory_mb == 0 || cluster.vcores == 0) {
    const bool a_larger = a.memory_mb > b.memory_mb || a.vcores > b.vcores;
    const bool b_larger = b.memory_mb > a.memory_mb || b.vcores > a.vcores;
    return a_larger == b_larger ? 0 : a_larger ? 1 : -1;
  }
  const auto shares = [&](const Resource& it) {
    const double memory = part(it.memory_mb, cluster.memory_mb);
    const double vcores = part(it.vcores, cluster.vcores);
    return std::pair(std::max(memory, vcores), std::min(memory, vcores));
  };
  const auto [a_first, a_second] = shares(a);
  const auto [b_first, b_second] = shares(b);
  return a_first != b_first ? sign(a_first - b_first) : sign(a_second - b_second);
}

double ResourceCalculator::share(const Resource& a, const Resource& whole) const {
  const double memory = part(a.memory_mb, whole.memory_mb);
  return counts_vcores() ? std::max(memory, part(a.vcores, whole.vcores)) : memory;
}

std::int64_t ResourceCalculator::containers_in(const Resource& available,
                                               const Resource& required) const {
  std::int64_t count =
      required.memory_mb > 0 ? available.memory_mb / required.memory_mb : INT64_MAX;
  if (counts_vcores() && required.vcores > 0)
    count = std::min(count, available.vcores / required.vcores);
  return count;
}

Resource ResourceCalculator::normalize(const Resource& ask, const Resource& minimum,
                                       const Resource& maximum, const Resource& step) const {
  const Resource wanted = at_least(ask, minimum);
  const Resource stepped{up(wanted.memory_mb, step.memory_mb), up(wanted.vcores, step.vcores)};
  const Resource capped = at_most(stepped, maximum);
  return make(capped.memory_mb, capped.vcores);
}

Resource ResourceCalculator::round_up(const Resource& it, const Resource& step) const {
  return make(up(it.memory_mb, step.memory_mb), up(it.vcores, step.vcores));
}

Resource ResourceCalculator::round_down(const Resource& it, const Resource& step) const {
  return make(down(it.memory_mb, step.memory_mb), down(it.vcores, step.vcores));
}

Resource ResourceCalculator::multiply_and_normalize_up(const Resource& it, double by,
                                                       const Resource& step) const {
  if (!counts_vcores()) {
    const double memory = static_cast<double>(it.memory_mb) * by + 0.5;
    return make(up(static_cast<std::int64_t>(memory), step.memory_mb), 0);
  }
  // Hadoop's product is a float, which forgives the last digits of the factor.
  const auto product = [&](std::int64_t value) {
    return static_cast<std::int64_t>(
        std::ceil(static_cast<float>(static_cast<double>(value) * by)));
  };
  return {up(product(it.memory_mb), step.memory_mb), up(product(it.vcores), step.vcores)};
}

Resource ResourceCalculator::multiply_and_normalize_down(const Resource& it, double by,
                                                         const Resource& step) const {
  const Resource product = multiply(it, by);
  return make(down(product.memory_mb, step.memory_mb), down(product.vcores, step.vcores));
}

Resource ResourceCalculator::divide_and_ceil(const Resource& it, double by) const {
  return make(ceiling(it.memory_mb, by), ceiling(it.vcores, by));
}

}  // namespace mammoth::yarn
