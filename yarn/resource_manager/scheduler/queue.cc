#include "yarn/resource_manager/scheduler/queue.h"

#include <algorithm>

namespace mammoth::yarn {

namespace {

// Absolute shares shrink together where the parent has less than they add up to.
Resource fitted(const Resource& wanted, const Resource& sum, const Resource& parent) {
  const auto part = [](std::int64_t value, std::int64_t all, std::int64_t limit) {
    if (all <= limit || all == 0) return value;
    return static_cast<std::int64_t>(static_cast<double>(value) * static_cast<double>(limit) /
                                     static_cast<double>(all));
  };
  return {part(wanted.memory_mb, sum.memory_mb, parent.memory_mb),
          part(wanted.vcores, sum.vcores, parent.vcores)};
}

float share_of(const ResourceCalculator& calculator, const Resource& part, const Resource& whole) {
  return static_cast<float>(calculator.share(part, whole));
}

}  // namespace

QueueState Queue::state() const {
  if (settings.state == QueueState::kRunning) return QueueState::kRunning;
  return applications > 0 ? QueueState::kDraining : QueueState::kStopped;
}

void Queue::update_limits(const ResourceCalculator& calculator, const Resource& cluster) {
  if (!parent) {
    capacity = absolute_capacity = absolute_maximum = 1;
    guaranteed = maximum = cluster;
  }
  float weights = 0;
  Resource absolutes;
  for (const auto& child : children) {
    if (child->settings.capacity.kind == CapacityKind::kWeight)
      weights += child->settings.capacity.number;
    absolutes += child->settings.capacity.absolute;
  }
  for (const auto& child : children) {
    const Capacity& wanted = child->settings.capacity;
    if (wanted.kind == CapacityKind::kAbsolute) {
      child->guaranteed = fitted(wanted.absolute, absolutes, guaranteed);
      child->capacity = share_of(calculator, child->guaranteed, guaranteed);
      child->absolute_capacity = share_of(calculator, child->guaranteed, cluster);
    } else {
      const bool weight = wanted.kind == CapacityKind::kWeight;
      child->capacity = weight ? (weights > 0 ? wanted.number / weights : 0) : wanted.number / 100;
      child->absolute_capacity = child->capacity * absolute_capacity;
      child->guaranteed = multiply(cluster, static_cast<double>(child->absolute_capacity));
    }
    const Capacity& most = child->settings.maximum;
    if (most.kind == CapacityKind::kAbsolute) {
      child->maximum = at_most(most.absolute, maximum);
      child->absolute_maximum = share_of(calculator, child->maximum, cluster);
    } else {
      child->absolute_maximum = most.number / 100 * absolute_maximum;
      child->maximum = multiply(cluster, static_cast<double>(child->absolute_maximum));
    }
    child->update_limits(calculator, cluster);
  }
}

void Queue::reposition(const ResourceCalculator& calculator, const Resource& minimum_allocation) {
  if (!parent) return;
  if (place.queue) parent->demanding.erase(place);
  place = {};
  if (demand == 0) return;
  const Resource whole = calculator.larger(parent->guaranteed, guaranteed, minimum_allocation);
  place = {calculator.share(used, whole), absolute_capacity, &settings.path, this};
  parent->demanding.insert(place);
}

Resource Queue::current_limit(const Resource& cluster) const {
  if (!parent) return cluster;
  return at_most(maximum, parent->current_limit(cluster) - parent->used + used);
}

Resource user_limit(const LimitContext& context, const Queue& queue, const User& user,
                    bool active) {
  const ResourceCalculator& calculator = context.calculator;
  const Resource& least = context.minimum_allocation;
  const Leaf& leaf = *queue.leaf;
  const Resource capacity = calculator.larger(context.cluster, queue.guaranteed, least);
  double ratio = 0;
  double weights = 0;
  for (const auto& [name, it] : leaf.users) {
    ratio += calculator.share(it.used, context.cluster);
    weights += static_cast<double>(it.weight);
  }
  const Resource consumed = calculator.multiply_and_normalize_up(context.cluster, ratio, least);
  const Resource current =
      calculator.compare(context.cluster, consumed, capacity) < 0 ? capacity : consumed + least;
  if (active) weights = leaf.demanding_users_weight;
  const Resource shared = active ? leaf.demanding_users_used + least : current;
  const Resource by_percent = calculator.divide_and_ceil(
      multiply(current, static_cast<double>(queue.settings.user_limit_percent)), 100);
  const Resource limit =
      calculator.larger(context.cluster, calculator.divide_and_ceil(shared, weights), by_percent);
  const bool unlimited =
      queue.settings.user_limit_factor == -1.0F || queue.guaranteed == Resource{};
  const Resource most =
      unlimited ? calculator.round_down(queue.maximum, least)
                : multiply(capacity, static_cast<double>(queue.settings.user_limit_factor));
  const Resource rounded =
      calculator.round_up(calculator.smaller(context.cluster, limit, most), least);
  if (user.weight == 1.0F) return rounded;
  return calculator.multiply_and_normalize_down(rounded, static_cast<double>(user.weight), least);
}

Resource am_limit(const LimitContext& context, const Queue& queue) {
  const Resource limit = queue.current_limit(context.cluster);
  const Resource& usable =
      context.calculator.fits(queue.guaranteed, limit) ? limit : queue.guaranteed;
  return context.calculator.multiply_and_normalize_up(
      usable, static_cast<double>(queue.settings.maximum_am_share), context.minimum_allocation);
}

Resource user_am_limit(const LimitContext& context, const Queue& queue, const User& user) {
  int users = 0;
  for (const auto& [name, it] : queue.leaf->users)
    if (it.demanding > 0 || (it.active == 0 && it.pending > 0)) ++users;
  const QueueSettings& settings = queue.settings;
  const float even =
      std::max(settings.user_limit_percent / 100, 1.0F / static_cast<float>(std::max(users, 1)));
  float share = settings.maximum_am_share * std::min(even * user.weight, 1.0F);
  share = settings.user_limit_factor == -1.0F ? settings.maximum_am_share
                                              : share * settings.user_limit_factor;
  const Resource limit = context.calculator.multiply_and_normalize_up(
      queue.guaranteed, static_cast<double>(share), context.minimum_allocation);
  return context.calculator.smaller(context.cluster, limit, am_limit(context, queue));
}

int maximum_applications(const SchedulerSettings& settings, const Queue& queue) {
  if (queue.settings.maximum_applications) return *queue.settings.maximum_applications;
  if (settings.default_queue_applications) return *settings.default_queue_applications;
  return static_cast<int>(static_cast<float>(settings.maximum_applications) *
                          queue.absolute_capacity);
}

int maximum_applications_per_user(const SchedulerSettings& settings, const Queue& queue) {
  const int all = maximum_applications(settings, queue);
  if (queue.settings.user_limit_factor == -1.0F) return all;
  const float share = queue.settings.user_limit_percent / 100 * queue.settings.user_limit_factor;
  return std::min(all, static_cast<int>(static_cast<float>(all) * share));
}

}  // namespace mammoth::yarn
