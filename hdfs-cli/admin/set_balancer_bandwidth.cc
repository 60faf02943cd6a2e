#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

Result<int> set_balancer_bandwidth(Environment& environment, Arguments arguments) {
  const std::int64_t bandwidth = TRY(parse_binary_prefix(arguments[0]));
  if (bandwidth < 0) {
    environment.err.line("Bandwidth should be a non-negative integer");
    return 255;
  }
  const auto admin = TRY(open_default_admin(environment));
  const Result<void> set = admin->set_balancer_bandwidth(bandwidth);
  if (!set) {
    environment.err.line("Balancer bandwidth is set failed.");
    return set.error();
  }
  environment.out.line(fmt::format("Balancer bandwidth is set to {}", bandwidth));
  return 0;
}

}  // namespace

constexpr AdminCommand kSetBalancerBandwidth{
    "setBalancerBandwidth",
    "-setBalancerBandwidth <bandwidth in bytes per second>",
    "How fast a DataNode may move blocks for the balancer, until it restarts.",
    1,
    1,
    &set_balancer_bandwidth};

}  // namespace mammoth::cli
