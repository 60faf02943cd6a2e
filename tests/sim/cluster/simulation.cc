#include "tests/sim/cluster/simulation.h"

#include <fmt/format.h>

#include <chrono>
#include <future>
#include <thread>

#include "common/base/log.h"
#include "tests/sim/cluster/client_load.h"
#include "tests/sim/cluster/faults.h"
#include "tests/sim/world/history.h"
#include "tests/sim/world/network.h"

namespace mammoth::sim {
namespace {

constexpr Time kRound = 30 * 60 * kSecond;
constexpr Time kPatience = 40 * 60 * kSecond;  // of a client that looks for what must be there

void sleep(World& world, Time most) {
  std::this_thread::sleep_for(
      std::chrono::nanoseconds(world.random(static_cast<std::uint64_t>(most))));
}

class Simulation {
 public:
  Simulation(World& world, const SimulationOptions& options)
      : world_(world),
        options_(options),
        cluster_(world, {.datanodes = options.datanodes ? options.datanodes : 3 + world.random(7),
                         .clients = options.clients ? options.clients : 1 + world.random(3)}),
        faults_(world, cluster_) {}

  std::string run() {
    on_every_client([&](ClientLoad& load) { load.begin(); });
    const Time end = static_cast<Time>(options_.hours * static_cast<double>(kHour));
    while (world_.now() < end) round(std::min(kRound, end - world_.now()));
    std::uint64_t operations = 0, refusals = 0;
    for (const auto& load : loads_) {
      operations += load->operations();
      refusals += load->refusals();
    }
    return fmt::format("{} DataNodes, {} clients, {} operations, {} refused, {} faults",
                       cluster_.datanode_count(), loads_.size(), operations, refusals,
                       faults_.count());
  }

 private:
  // Each on a thread of its node; answers when all are done.
  void on_every_client(const std::function<void(ClientLoad&)>& work) {
    const auto& nodes = cluster_.clients();
    loads_.resize(nodes.size());
    std::vector<std::promise<void>> done(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
      world_.spawn(*nodes[i], [this, i, &work, &done] {
        if (!loads_[i]) loads_[i] = std::make_unique<ClientLoad>(world_, cluster_, i);
        work(*loads_[i]);
        done[i].set_value();
      });
    for (auto& one : done) one.get_future().get();
  }

  void round(Time length) {
    const Time load_until = world_.now() + length;
    std::promise<void> faults_over;
    world_.spawn(world_.node(0), [&] {
      while (options_.faults && world_.now() < load_until) {
        sleep(world_, 120 * kSecond);
        faults_.next();
      }
      faults_over.set_value();
    });
    on_every_client([&](ClientLoad& load) {
      while (world_.now() < load_until) {
        load.step(options_.faults);
        sleep(world_, 20 * kSecond);
      }
    });
    faults_over.get_future().get();
    if (options_.faults) faults_.end();
    log::warn("simulation", "everything must be there now");
    on_every_client([&](ClientLoad& load) { load.verify(kPatience); });
    cluster_.forgive_disks();
  }

  World& world_;
  const SimulationOptions options_;
  Cluster cluster_;
  Faults faults_;
  std::vector<std::unique_ptr<ClientLoad>> loads_;
};

}  // namespace

std::string simulate(World& world, const SimulationOptions& options) {
  // Never destroyed: the history ends with its process.
  return (new Simulation(world, options))->run();
}

}  // namespace mammoth::sim
