// Does this application's request go onto this node? Node-local at once, rack-local and off-switch
// after enough offers have been let pass, else perhaps a reservation (RegularContainerAllocator).
#include <algorithm>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

// Which of the hosts and racks that the requests name have nodes at all.
void CapacityScheduler::Core::look_for_named(Try& it) {
  Placing& placing = it.placing;
  if (placing.nodes_version == nodes_version_ && placing.ask_version == it.ask.version) return;
  placing.nodes_version = nodes_version_;
  placing.ask_version = it.ask.version;
  placing.host_there = std::ranges::any_of(it.ask.locations, [&](const auto& location) {
    return nodes_on_host_.contains(location.first);
  });
  placing.rack_there = std::ranges::any_of(it.ask.locations, [&](const auto& location) {
    return nodes_in_rack_.contains(location.first);
  });
}

bool CapacityScheduler::Core::may_leave_host(Try& it) {
  look_for_named(it);
  const auto delay = std::min<std::int64_t>(static_cast<std::int64_t>(nodes_.size()),
                                            settings_.node_locality_delay);
  return !it.placing.host_there || it.placing.missed > delay;
}

bool CapacityScheduler::Core::may_leave_rack(Try& it) {
  const std::size_t names = it.ask.locations.size();
  look_for_named(it);
  if (names == 1 || (!it.placing.host_there && !it.placing.rack_there)) return true;
  const auto nodes = static_cast<double>(nodes_.size());
  const auto missed = static_cast<double>(it.placing.missed);
  if (settings_.rack_locality_additional_delay > -1)
    return missed > std::min(nodes, static_cast<double>(settings_.node_locality_delay) +
                                        settings_.rack_locality_additional_delay);
  const double wait = std::min(static_cast<double>(names - 1) / nodes, 1.0);
  return missed > std::min(nodes, it.ask.outstanding() * wait);
}

bool CapacityScheduler::Core::wants_more_than_reserved(const Try& it) const {
  const auto reserved = static_cast<std::int64_t>(it.placing.reserved.size());
  std::int64_t starvation = 0;
  if (reserved > 0) {
    const Resource most = maximum_allocation(it.app.queue);
    const double node_factor = calculator_.share(it.ask.resource, most);
    const double minimum_factor =
        most.memory_mb > 0 ? calculator_.share(most - settings_.minimum_allocation, most) : 1;
    starvation = static_cast<std::int64_t>(static_cast<double>(it.placing.re_reservations) /
                                           static_cast<double>(reserved) *
                                           (1 - std::min(node_factor, minimum_factor)));
  }
  return starvation + it.ask.outstanding() - reserved > 0;
}

Node* CapacityScheduler::Core::reservation_to_give_up(const Try& it, const Node& node,
                                                      const Resource& need) const {
  for (const auto& [index, reserved] : it.placing.reserved)
    if (reserved != &node && calculator_.fits(need, reserved->reservation->resource))
      return reserved;
  return nullptr;
}

CapacityScheduler::Core::Outcome CapacityScheduler::Core::place_container(Try& it, Offer& offer,
                                                                          Locality locality) {
  Node& node = offer.node;
  const Resource wanted = it.ask.resource;
  if (!calculator_.fits(wanted, node.total)) return Outcome::kNextApp;
  const bool more = wants_more_than_reserved(it);
  const Resource need = at_least(at_least(wanted - it.headroom, it.over_user_limit), Resource{});
  const bool must_give_up = calculator_.positive(need);
  if (calculator_.containers_in(node.available(), wanted) > 0) {
    if (!more || must_give_up) {
      Node* other = settings_.reservations_continue_look_all_nodes
                        ? reservation_to_give_up(it, node, must_give_up ? need : wanted)
                        : nullptr;
      if (!other) return Outcome::kNextApp;
      unreserve(*other);
    }
    const SchedulerKey key = it.key;
    offer.off_switch = locality == Locality::kOffSwitch;
    if (locality == Locality::kNode ||
        (locality == Locality::kRack && settings_.rack_locality_full_reset))
      it.placing.missed = 0;
    else if (locality == Locality::kRack)
      it.placing.missed = std::min<std::int64_t>(static_cast<std::int64_t>(nodes_.size()),
                                                 settings_.node_locality_delay);
    it.app.attempt->asks.take(key, locality, node.id.host, node.rack);
    grant(it.app, node, key, wanted);
    forget_placing(it.app, key);
    demand_changed(it.app);
    return Outcome::kAllocated;
  }
  if (!more || must_give_up || offer.moment == Moment::kNow) return Outcome::kNextApp;
  reserve(it.app, node, it.key, wanted);
  return Outcome::kReserved;
}

CapacityScheduler::Core::Outcome CapacityScheduler::Core::place(Try& it, Offer& offer) {
  const Node& node = offer.node;
  bool waits_for_host = false;
  if (it.ask.at(node.id.host) > 0) {
    const Outcome outcome = place_container(it, offer, Locality::kNode);
    if (outcome != Outcome::kNextApp) return outcome;
  }
  if (it.ask.at(node.rack) > 0) {
    if (!it.ask.may_fall_back_to(node.rack)) return Outcome::kNextKey;
    waits_for_host = !may_leave_host(it);
    if (!waits_for_host) {
      const Outcome outcome = place_container(it, offer, Locality::kRack);
      if (outcome != Outcome::kNextApp) return outcome;
    }
  }
  // One that waits for a host must have this offer counted, or it never gets to the rack.
  if (!it.ask.may_fall_back_to(kAnywhere))
    return waits_for_host ? Outcome::kNextApp : Outcome::kNextKey;
  if (!may_leave_rack(it)) return Outcome::kNextApp;
  return place_container(it, offer, Locality::kOffSwitch);
}

CapacityScheduler::Core::Outcome CapacityScheduler::Core::assign_app(
    SchedulerApp& app, Offer& offer, const Resource& headroom, const Resource& over_user_limit) {
  Attempt& attempt = *app.attempt;
  const Resource room =
      settings_.reservations_continue_look_all_nodes ? headroom + app.reserved : headroom;
  const bool excluded =
      attempt.excluded.contains(offer.node.id.host) || attempt.excluded.contains(offer.node.rack);
  for (const auto& [key, ignored] : attempt.asks.by_key()) {
    Ask& ask = *attempt.asks.find(key);
    if (ask.outstanding() <= 0) continue;
    if (!calculator_.fits(ask.resource, room)) return Outcome::kQueueFull;
    if (excluded) return Outcome::kNextApp;
    Try it{app, key, ask, attempt.placings[key], headroom, over_user_limit};
    const bool counted = offer.moment == Moment::kHeartbeat;
    if (counted) ++it.placing.missed;
    const Outcome outcome = place(it, offer);
    if (outcome != Outcome::kNextKey) return outcome;
    if (counted) --it.placing.missed;
  }
  return Outcome::kNextApp;
}

bool CapacityScheduler::Core::use_reservation(Node& node) {
  const Reservation it = *node.reservation;
  Attempt& attempt = *it.app->attempt;
  const Ask* ask = attempt.asks.find(it.key);
  if (!ask || ask->outstanding() <= 0 || node.decommissioning) {
    unreserve(node);
    return false;
  }
  if (calculator_.containers_in(node.available(), it.resource) <= 0) {
    ++attempt.placings[it.key].re_reservations;
    return true;
  }
  const Locality locality = ask->at(node.id.host) > 0 ? Locality::kNode
                            : ask->at(node.rack) > 0  ? Locality::kRack
                                                      : Locality::kOffSwitch;
  unreserve(node);
  attempt.asks.take(it.key, locality, node.id.host, node.rack);
  grant(*it.app, node, it.key, it.resource);
  forget_placing(*it.app, it.key);
  demand_changed(*it.app);
  return false;
}

}  // namespace mammoth::yarn
