// sim_cluster [--seed N] [--hours H] [--no-faults] [--datanodes N] [--clients N] [--log FILE]: one
// history.
#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "tests/sim/cluster/simulation.h"
#include "tests/sim/world/history.h"

int main(int count, char** words) {
  using namespace mammoth::sim;
  std::uint64_t seed = 1;
  SimulationOptions options;
  HistoryOptions history_options{.limit_seconds = 3600};
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const bool has_value = i + 1 < count;
    if (word == "--no-faults")
      options.faults = false;
    else if (word == "--seed" && has_value)
      seed = std::strtoull(words[++i], nullptr, 10);
    else if (word == "--hours" && has_value)
      options.hours = std::strtod(words[++i], nullptr);
    else if (word == "--datanodes" && has_value)
      options.datanodes = std::strtoul(words[++i], nullptr, 10);
    else if (word == "--clients" && has_value)
      options.clients = std::strtoul(words[++i], nullptr, 10);
    else if (word == "--log" && has_value)
      history_options.log = words[++i];
    else
      return fmt::print(stderr, "sim_cluster: what is {}?\n", word), 2;
  }
  const History history =
      live(seed, [&](World& world) { return simulate(world, options); }, history_options);
  fmt::print("seed {}: {}: {}; {:.2f} simulated hours in {:.2f} s, {} turns, trace {:016x}\n", seed,
             history.good ? "good" : "FAILED", history.words,
             static_cast<double>(history.simulated) / static_cast<double>(kHour), history.seconds,
             history.switches, history.trace);
  return history.good ? 0 : 1;
}
