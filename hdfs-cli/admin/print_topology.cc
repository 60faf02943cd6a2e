#include <fmt/format.h>

#include <map>

#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

std::string_view service_text(hdfs::DatanodeAdminState state) {
  switch (state) {
    case hdfs::DatanodeAdminState::kNormal:
      return "In Service";
    case hdfs::DatanodeAdminState::kDecommissionInProgress:
      return "Decommission In Progress";
    case hdfs::DatanodeAdminState::kDecommissioned:
      return "Decommissioned";
    case hdfs::DatanodeAdminState::kEnteringMaintenance:
      return "Entering Maintenance";
    case hdfs::DatanodeAdminState::kInMaintenance:
      return "In Maintenance";
  }
  return "In Service";
}

Result<int> print_topology(Environment& environment, Arguments) {
  const auto admin = TRY(open_default_admin(environment));
  std::map<std::string, std::map<std::string, std::string_view>> racks;
  for (const hdfs::DatanodeReport& node :
       TRY(admin->datanode_report(hdfs::DatanodeReportType::kAll)))
    racks[node.topology_path][datanode_name(node)] = service_text(node.admin_state);
  for (const auto& [rack, nodes] : racks) {
    environment.out.line("Rack: " + rack);
    for (const auto& [name, state] : nodes)
      environment.out.line(fmt::format("   {} {}", name, state));
    environment.out.line("");
  }
  return 0;
}

}  // namespace

constexpr AdminCommand kPrintTopology{
    "printTopology", "-printTopology", "Shows the racks and the DataNodes in them.", 0, 0,
    &print_topology};

}  // namespace mammoth::cli
