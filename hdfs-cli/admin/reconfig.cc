// -reconfig: makes a daemon, or all DataNodes, read the configuration again.
#include <fmt/format.h>

#include "common/hdfs/reconfiguration_admin.h"
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/tools/java_names.h"

namespace mammoth::cli {

namespace {

using Reconfigured = hdfs::ReconfigurationAdmin;
using ReconfiguredPointer = std::unique_ptr<Reconfigured>;

// Nothing for a type that cannot be reconfigured.
Result<ReconfiguredPointer> open_reconfigured(const Environment& environment,
                                              const std::string& type,
                                              const std::string& address) {
  if (type != "namenode" && type != "datanode") return ReconfiguredPointer();
  const auto parsed = parse_host_port(address);
  if (!parsed) return bad_arguments("Does not contain a valid host:port authority: " + address);
  const auto daemon =
      type == "namenode" ? Reconfigured::Daemon::kNameNode : Reconfigured::Daemon::kDataNode;
  return std::make_unique<Reconfigured>(daemon, *parsed, environment.configuration);
}

// As Java prints an exception: what the daemon has refused comes in another one.
std::string exception_text(const Error& error) {
  std::string text = java_text(error);
  const bool is_local = error.code == ErrorCode::kConnect ||
                        error.code == ErrorCode::kSocketTimeout ||
                        error.code == ErrorCode::kUnknownHost;
  if (is_local) return text;
  const std::size_t colon = text.find(": ");
  return fmt::format("org.apache.hadoop.ipc.RemoteException({}){}", text.substr(0, colon),
                     text.substr(colon));
}

int no_such_type(Environment& environment, const std::string& type) {
  environment.err.line(fmt::format("Node type {} does not support reconfiguration.", type));
  return 1;
}

Result<int> start_one(Environment& environment, const std::string& type,
                      const std::string& address) {
  const auto daemon = TRY(open_reconfigured(environment, type, address));
  const int exit_code = daemon ? 0 : no_such_type(environment, type);
  if (const auto started = daemon ? daemon->start() : Result<void>(); !started) {
    environment.err.line(
        fmt::format("Node [{}] reconfiguring: {}.", address, exception_text(started.error())));
    return 1;
  }
  environment.out.line(fmt::format("Started reconfiguration task on node [{}].", address));
  return exit_code;
}

std::string status_text(const hdfs::ReconfigurationTask& task) {
  if (task.start_ms == 0) return "no task was found.\n";
  std::string text = "started at " + date_text(task.start_ms);
  if (task.end_ms == 0) return text + " and is still running.\n";
  text += fmt::format(" and finished at {}.\n", date_text(task.end_ms));
  for (const hdfs::ReconfigurationChange& change : task.changes) {
    text += fmt::format("{} property {}\n\tFrom: \"{}\"\n\tTo: \"{}\"\n",
                        change.error ? "FAILED: Change" : "SUCCESS: Changed", change.name,
                        change.old_value, change.new_value);
    if (change.error) text += fmt::format("\tError: {}.\n", *change.error);
  }
  return text;
}

Result<int> show_one(Environment& environment, const std::string& type,
                     const std::string& address) {
  const auto daemon = TRY(open_reconfigured(environment, type, address));
  const std::string head = fmt::format("Reconfiguring status for node [{}]: ", address);
  if (!daemon) {
    const int exit_code = no_such_type(environment, type);
    environment.out.write(head);
    return exit_code;
  }
  const auto task = daemon->status();
  if (!task) {
    environment.err.line(fmt::format("Node [{}] reloading configuration: {}.", address,
                                     exception_text(task.error())));
    return 1;
  }
  environment.out.write(head + status_text(*task));
  return 0;
}

Result<int> list_one(Environment& environment, const std::string& type,
                     const std::string& address) {
  const auto daemon = TRY(open_reconfigured(environment, type, address));
  if (!daemon) return no_such_type(environment, type);
  const auto names = daemon->properties();
  if (!names) {
    environment.err.line(
        fmt::format("Node [{}] reconfiguration: {}.", address, exception_text(names.error())));
    return 1;
  }
  environment.out.line(fmt::format("Node [{}] Reconfigurable properties:", address));
  for (const std::string& name : *names) environment.out.line(name);
  return 0;
}

using ForOne = Result<int> (*)(Environment&, const std::string& type, const std::string& address);

Result<int> for_live_datanodes(Environment& environment, const std::string& type, ForOne for_one,
                               std::string_view what) {
  if (type != "datanode") {
    environment.err.line("Only datanode type supports reconfiguration in bulk.");
    return 1;
  }
  const auto nodes =
      TRY(TRY(open_default_admin(environment))->datanode_report(hdfs::DatanodeReportType::kLive));
  std::size_t failed = 0;
  for (const hdfs::DatanodeReport& node : nodes) {
    const auto exit_code =
        TRY(for_one(environment, type, fmt::format("{}:{}", node.ip_address, node.ipc_port)));
    failed += exit_code == 0 ? 0 : 1;
  }
  environment.out.line(fmt::format("{} successful on {} nodes, failed on {} nodes.", what,
                                   nodes.size() - failed, failed));
  return failed == 0 ? 0 : 1;
}

Result<int> reconfig(Environment& environment, Arguments arguments) {
  const std::string& type = arguments[0];
  const std::string& address = arguments[1];
  const std::string& operation = arguments[2];
  const bool in_bulk = address == "livenodes";
  if (operation == "start")
    return in_bulk ? for_live_datanodes(environment, type, &start_one,
                                        "Starting of reconfiguration task")
                   : start_one(environment, type, address);
  if (operation == "status")
    return in_bulk ? for_live_datanodes(environment, type, &show_one,
                                        "Retrieval of reconfiguration status")
                   : show_one(environment, type, address);
  if (operation == "properties") return list_one(environment, type, address);
  environment.err.line("Unknown operation: " + operation);
  return 255;
}

}  // namespace

constexpr AdminCommand kReconfig{
    "reconfig",
    "-reconfig <namenode|datanode> <host:ipc_port|livenodes> <start|status|properties>",
    "Makes a daemon, or every live DataNode, read its configuration again and apply what may change "
    "while it runs; shows how the last time went, or which properties may.",
    3,
    3,
    &reconfig};

}  // namespace mammoth::cli
