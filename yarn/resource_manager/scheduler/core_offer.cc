// A node is offered down the tree of queues: the child that has used the least of its guarantee
// first, in the leaf the applications in their order, each within the limits of queue and user
// (AbstractParentQueue.assignContainers, AbstractLeafQueue.assignContainers).
#include <algorithm>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

namespace {
// An application that asks is served from the nodes its requests name and then from any; so many
// that give nothing end the search, the rest is left to the heartbeats.
constexpr int kFruitlessOffers = 64;
constexpr int kNamedHosts = 1'000;
}  // namespace

bool CapacityScheduler::Core::user_may_use(const SchedulerApp& app, const Resource& limit,
                                           Resource& over) const {
  const User& user = app.queue->leaf->users.at(app.user);
  over = {};
  if (calculator_.compare(cluster_, user.used, limit) <= 0) return true;
  if (!settings_.reservations_continue_look_all_nodes || !calculator_.positive(app.reserved))
    return false;
  if (calculator_.compare(cluster_, user.used - app.reserved, limit) > 0) return false;
  over = user.used - limit;  // to be given up before anything new
  return true;
}

CapacityScheduler::Core::Outcome CapacityScheduler::Core::assign_leaf(Queue& queue, Offer& offer,
                                                                      const Resource& limit) {
  const Resource headroom = limit - queue.used;
  std::map<std::string, Resource> user_limits;
  for (const AppOrder& it : queue.leaf->demanding) {
    SchedulerApp& app = *it.app;
    auto user = user_limits.find(app.user);
    if (user == user_limits.end())
      user =
          user_limits
              .emplace(app.user, user_limit(limits(), queue, queue.leaf->users.at(app.user), true))
              .first;
    Resource over;
    if (!user_may_use(app, user->second, over)) continue;
    const Outcome outcome = assign_app(app, offer, headroom, over);
    if (outcome == Outcome::kAllocated || outcome == Outcome::kReserved ||
        outcome == Outcome::kQueueFull)
      return outcome;
  }
  return Outcome::kNextApp;
}

CapacityScheduler::Core::Outcome CapacityScheduler::Core::assign_queue(
    Queue& queue, Offer& offer, const Resource& parent_limit) {
  const Resource limit = at_most(queue.maximum, parent_limit);
  const bool may_give_up =
      settings_.reservations_continue_look_all_nodes && calculator_.positive(queue.reserved);
  if (calculator_.compare(cluster_, queue.used, limit) >= 0 &&
      !(may_give_up && calculator_.compare(cluster_, queue.used - queue.reserved, limit) < 0))
    return Outcome::kQueueFull;
  if (queue.leaf) return assign_leaf(queue, offer, limit);
  for (const ChildOrder& it : queue.demanding) {
    const Outcome outcome = assign_queue(*it.queue, offer, limit - queue.used + it.queue->used);
    if (outcome == Outcome::kAllocated || outcome == Outcome::kReserved) return outcome;
  }
  return Outcome::kNextApp;
}

bool CapacityScheduler::Core::assign(Offer& offer, bool& reserved) {
  if (root_->demand == 0 || !usable(offer.node)) return false;
  const Outcome outcome = assign_queue(*root_, offer, cluster_);
  reserved = outcome == Outcome::kReserved;
  return outcome == Outcome::kAllocated;
}

void CapacityScheduler::Core::offer_on_heartbeat(Node& node) {
  settle();
  if (hold_until_ms_ != 0) return;
  if (node.reservation && use_reservation(node)) return;
  const int most = !settings_.multiple_assignments       ? 1
                   : settings_.maximum_assignments == -1 ? INT32_MAX
                                                         : settings_.maximum_assignments;
  int off_switch = 0;
  for (int given = 0; given < most; ++given) {
    Offer offer{node, Moment::kHeartbeat};
    bool reserved = false;
    if (!assign(offer, reserved)) return;
    if (offer.off_switch && ++off_switch >= settings_.maximum_offswitch_assignments) return;
    settle();
  }
}

void CapacityScheduler::Core::offer_now(Node& node) {
  settle();
  if (hold_until_ms_ != 0) return;
  if (node.reservation && use_reservation(node)) return;
  bool reserved = false;
  for (bool more = true; more;) {
    Offer offer{node, Moment::kNow};
    more = assign(offer, reserved);
    settle();
  }
}

bool CapacityScheduler::Core::sweep_named(SchedulerApp& app) {
  std::vector<Node*> named;
  for (const auto& [key, ask] : app.attempt->asks.by_key())
    for (const auto& [name, location] : ask.locations) {
      if (static_cast<int>(named.size()) >= kNamedHosts) break;
      const auto host = nodes_on_host_.find(name);
      if (host != nodes_on_host_.end())
        named.insert(named.end(), host->second.begin(), host->second.end());
    }
  std::ranges::sort(named, {}, &Node::index);
  const auto [first, last] = std::ranges::unique(named);
  named.erase(first, last);
  for (Node* node : named) {
    bool reserved = false;
    Offer offer{*node, Moment::kNow};
    while (app.attempt->demanding && usable(*node) && assign(offer, reserved)) settle();
    if (!app.attempt->demanding) return true;
  }
  return false;
}

void CapacityScheduler::Core::sweep(SchedulerApp& app) {
  settle();
  if (hold_until_ms_ != 0 || !app.attempt->demanding || sweep_named(app)) return;
  int fruitless = 0;
  while (app.attempt->demanding && !free_nodes_.empty() &&
         fruitless < std::min<int>(kFruitlessOffers, static_cast<int>(free_nodes_.size()))) {
    auto next = free_nodes_.upper_bound(cursor_);
    if (next == free_nodes_.end()) next = free_nodes_.begin();
    cursor_ = next->first;
    Offer offer{*next->second, Moment::kNow};
    bool reserved = false;
    fruitless = assign(offer, reserved) ? 0 : fruitless + 1;
    settle();
  }
}

}  // namespace mammoth::yarn
