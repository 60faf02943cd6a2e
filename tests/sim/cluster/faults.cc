#include "tests/sim/cluster/faults.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

#include "common/base/log.h"
#include "tests/sim/world/network.h"

namespace mammoth::sim {
namespace {

template <class... T>
void tell(fmt::format_string<T...> text, T&&... arguments) {
  log::warn("faults", text, std::forward<T>(arguments)...);
}

}  // namespace

void Faults::next() {
  ++count_;
  switch (world_.random(13)) {
    case 0:
    case 1:
      return kill_some_datanode();
    case 2:
    case 3:
      return restart_some_datanode();
    case 4:
      return restart_namenode();
    case 5:
      return cut_some_way();
    case 6:
      return isolate_some_node();
    case 7:
      return lose_segments();
    case 8:
      return clog();
    case 9:
      return slow_disk();
    case 10:
      return break_disk();
    case 11:
      return set_clock();
    default:
      tell("every way is whole");
      return world_.network().heal();
  }
}

void Faults::end() {
  tell("the faults are over");
  world_.network().heal();
  for (std::size_t i = 0; i < world_.node_count(); ++i) world_.node(i).disk = {};
  if (!cluster_.namenode_runs()) cluster_.start_namenode();
  for (std::size_t i = 0; i < cluster_.datanode_count(); ++i)
    if (!cluster_.datanode_runs(i)) cluster_.start_datanode(i);
}

void Faults::kill_some_datanode() {
  const std::size_t index = world_.random(cluster_.datanode_count());
  if (!cluster_.datanode_runs(index)) return;
  tell("DataNode {} is killed", index + 1);
  cluster_.kill_datanode(index);
}

void Faults::restart_some_datanode() {
  const std::size_t index = world_.random(cluster_.datanode_count());
  if (cluster_.datanode_runs(index)) return;
  tell("DataNode {} starts", index + 1);
  cluster_.start_datanode(index);
}

void Faults::restart_namenode() {
  tell("the NameNode is killed");
  cluster_.kill_namenode();
  std::this_thread::sleep_for(std::chrono::milliseconds(world_.random(60'000)));
  tell("the NameNode starts");
  cluster_.start_namenode();
}

Node& Faults::any_node() {
  return world_.node(1 + world_.random(world_.node_count() - 1));
}

void Faults::cut_some_way() {
  Node& from = any_node();
  Node& to = any_node();
  if (&from == &to) return;
  tell("the way from {} to {} is cut", from.name, to.name);
  world_.network().way(from, to).cut = true;
  if (world_.chance(0.5)) world_.network().way(to, from).cut = true;
}

void Faults::isolate_some_node() {
  Node& node = any_node();
  tell("{} is alone", node.name);
  for (std::size_t i = 1; i < world_.node_count(); ++i)
    if (&world_.node(i) != &node) world_.network().cut(node, world_.node(i), true);
}

void Faults::lose_segments() {
  Node& from = any_node();
  Node& to = any_node();
  tell("segments from {} to {} get lost", from.name, to.name);
  world_.network().way(from, to).loss = 0.1;
}

void Faults::clog() {
  Node& from = any_node();
  Node& to = any_node();
  tell("the way from {} to {} is clogged", from.name, to.name);
  world_.network().way(from, to).clogged_until =
      world_.now() + static_cast<Time>(world_.random(static_cast<std::uint64_t>(30 * kSecond)));
}

void Faults::slow_disk() {
  Node& node = any_node();
  tell("the disk of {} is slow", node.name);
  node.disk.sync_time = static_cast<Time>(world_.random(static_cast<std::uint64_t>(5 * kSecond)));
}

// By up to an hour forwards or backwards, as an administrator would.
void Faults::set_clock() {
  Node& node = any_node();
  node.wall_offset += static_cast<Time>(world_.random(2 * kHour)) - kHour;
  tell("the clock of {} is set", node.name);
}

// Full, or refusing to write, or to read; for a while.
void Faults::break_disk() {
  Node& node = world_.node(1 + world_.random(1 + cluster_.datanode_count()));
  constexpr std::array kKinds{DiskFaults{.write_error = ENOSPC}, DiskFaults{.write_error = EIO},
                              DiskFaults{.read_error = EIO}};
  const std::size_t kind = world_.random(kKinds.size());
  tell("the disk of {} is broken, kind {}", node.name, kind);
  cluster_.break_disk(node, kKinds[kind]);
  std::this_thread::sleep_for(std::chrono::milliseconds(world_.random(60'000)));
  node.disk = {};
}

}  // namespace mammoth::sim
