#include "hdfs-cli/front_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/daemon.h"
#include "hdfs-cli/generic_options.h"
#include "hdfs-cli/shell.h"
#include "hdfs-cli/text.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr int kFrontEndMisused = 1;

enum class Program { kHdfs, kHadoop, kYarn };

struct Invocation {
  Environment& environment;
  Program program;
  DaemonMode daemon_mode = DaemonMode::kForeground;
  Arguments arguments;  // behind the name of the sub-command
  std::string name{};   // its name

  std::string_view program_name() const {
    return program == Program::kHdfs ? "hdfs" : program == Program::kYarn ? "yarn" : "hadoop";
  }
};

// For tools that read the configuration.
template <class Run>
int with_configuration(Invocation& invocation, Run run) {
  Environment& environment = invocation.environment;
  Result<Configuration> loaded = Configuration::load("");
  Result<void> ready = loaded ? Result<void>() : Result<void>(loaded.error());
  if (ready) {
    environment.configuration = std::move(*loaded);
    ready = parse_generic_options(environment, invocation.arguments);
  }
  if (!ready) {
    environment.err.line("ERROR: " + ready.error().message);
    return kFrontEndMisused;
  }
  return run(environment, invocation.arguments);
}

int run_dfs(Invocation& invocation) {
  return with_configuration(invocation, run_shell);
}
int run_dfsadmin(Invocation& invocation) {
  return with_configuration(invocation, run_admin);
}
int run_getconf_tool(Invocation& invocation) {
  return with_configuration(invocation, run_getconf);
}
int run_groups_tool(Invocation& invocation) {
  return with_configuration(invocation, run_groups);
}
int run_storage_policies_tool(Invocation& invocation) {
  return with_configuration(invocation, run_storage_policies);
}
bool is_help_argument(const Arguments& arguments) {
  return arguments.size() == 1 &&
         (arguments[0] == "-h" || arguments[0] == "-help" || arguments[0] == "--help");
}
int run_fsck_tool(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  if (is_help_argument(arguments)) return explain_fsck(invocation.environment);
  // Before the first path -files would be a generic option.
  if (!arguments.empty() && arguments[0] == "-files") return run_fsck(invocation.environment, {});
  return with_configuration(invocation, run_fsck);
}
int run_balancer_tool(Invocation& invocation) {
  if (is_help_argument(invocation.arguments)) return explain_balancer(invocation.environment);
  return with_configuration(invocation, run_balancer);
}
// For those that read nothing but their arguments.
template <int (*run)(Environment&, const Arguments&)>
int run_tool(Invocation& invocation) {
  return run(invocation.environment, invocation.arguments);
}
template <int (*run)(Environment&, const Arguments&)>
int run_configured_tool(Invocation& invocation) {
  return with_configuration(invocation, run);
}
int run_ls_snapshottable_dir_tool(Invocation& invocation) {
  return with_configuration(invocation, run_ls_snapshottable_dir);
}
int run_ls_snapshot_tool(Invocation& invocation) {
  return with_configuration(invocation, run_ls_snapshot);
}
int run_snapshot_diff_tool(Invocation& invocation) {
  return with_configuration(invocation, run_snapshot_diff);
}
int run_jar_tool(Invocation& invocation) {
  return run_jar(invocation.environment, invocation.arguments);
}
int run_version_tool(Invocation& invocation) {
  return run_version(invocation.environment, invocation.arguments);
}
int run_envvars_tool(Invocation& invocation) {
  return run_envvars(invocation.environment, invocation.arguments);
}
int run_namenode(Invocation& invocation) {
  return run_daemon(invocation.environment, daemon_settings(), invocation.daemon_mode, "namenode",
                    invocation.arguments);
}
int run_datanode(Invocation& invocation) {
  return run_daemon(invocation.environment, daemon_settings(), invocation.daemon_mode, "datanode",
                    invocation.arguments);
}

int run_httpfs(Invocation& invocation) {
  return run_daemon(invocation.environment, daemon_settings(), invocation.daemon_mode, "httpfs",
                    invocation.arguments);
}

int run_resourcemanager(Invocation& invocation) {
  return run_daemon(invocation.environment, daemon_settings(), invocation.daemon_mode,
                    "resourcemanager", invocation.arguments);
}

int run_nodemanager(Invocation& invocation) {
  return run_daemon(invocation.environment, daemon_settings(), invocation.daemon_mode,
                    "nodemanager", invocation.arguments);
}

int run_yarn_client_tool(Invocation& invocation) {
  return run_yarn_client(invocation.environment, invocation.name, invocation.arguments);
}

struct SubCommand {
  std::string_view name;
  std::string_view help;
  bool of_hdfs;
  bool of_hadoop;
  int (*run)(Invocation& invocation);
  bool of_yarn = false;

  bool belongs_to(Program program) const {
    return program == Program::kHdfs ? of_hdfs : program == Program::kYarn ? of_yarn : of_hadoop;
  }
};

// The table of contents.
constexpr std::array kSubCommands{
    SubCommand{"app", "the same as application", false, false, &run_yarn_client_tool, true},
    SubCommand{"application", "shows and kills applications", false, false, &run_yarn_client_tool,
               true},
    SubCommand{"applicationattempt", "shows the attempts of an application", false, false,
               &run_yarn_client_tool, true},
    SubCommand{"balancer", "moves blocks until the DataNodes are equally full", true, false,
               &run_balancer_tool},
    SubCommand{"cacheadmin", "manages what DataNodes keep in memory", true, false,
               &run_configured_tool<run_cacheadmin>},
    SubCommand{"checknative", "shows which native libraries there are", false, true,
               &run_tool<run_checknative>},
    SubCommand{"classpath", "shows the directory of the configuration", true, true,
               &run_tool<run_classpath>, true},
    SubCommand{"cluster", "shows what holds for the whole cluster", false, false,
               &run_yarn_client_tool, true},
    SubCommand{"conftest", "reads the files of the configuration", false, true,
               &run_tool<run_conftest>},
    SubCommand{"container", "shows the containers of an attempt", false, false,
               &run_yarn_client_tool, true},
    SubCommand{"crypto", "manages encryption zones", true, false, &run_configured_tool<run_crypto>},
    SubCommand{"daemonlog", "shows and sets the log level of daemons", false, true,
               &run_tool<run_daemonlog>, true},
    SubCommand{"datanode", "runs a DataNode", true, false, &run_datanode},
    SubCommand{"debug", "verifies blocks and recovers leases, for experts", true, false,
               &run_configured_tool<run_debug>},
    SubCommand{"dfs", "works with files and directories", true, false, &run_dfs},
    SubCommand{"dfsadmin", "administers the file system", true, false, &run_dfsadmin},
    SubCommand{"distcp", "copies files between file systems in parallel", true, true,
               &run_configured_tool<run_distcp>},
    SubCommand{"ec", "shows and sets erasure coding policies", true, false,
               &run_configured_tool<run_ec>},
    SubCommand{"envvars", "shows the environment variables that count", true, true,
               &run_envvars_tool, true},
    SubCommand{"fsck", "checks files and their blocks", true, false, &run_fsck_tool},
    SubCommand{"fs", "works with files and directories", false, true, &run_dfs},
    SubCommand{"getconf", "shows values of the configuration", true, false, &run_getconf_tool},
    SubCommand{"groups", "shows the groups of users", true, false, &run_groups_tool},
    SubCommand{"httpfs", "runs HttpFS, the HTTP gateway", true, false, &run_httpfs},
    SubCommand{"jar", "runs a program of a job library", false, true, &run_jar_tool, true},
    SubCommand{"key", "manages encryption keys; there is no provider", false, true,
               &run_tool<run_key>},
    SubCommand{"logs", "shows the logs of an application that has ended", false, false,
               &run_yarn_client_tool, true},
    SubCommand{"lsSnapshot", "shows the snapshots of a directory", true, false,
               &run_ls_snapshot_tool},
    SubCommand{"lsSnapshottableDir", "shows the directories that may have snapshots", true, false,
               &run_ls_snapshottable_dir_tool},
    SubCommand{"namenode", "runs the NameNode", true, false, &run_namenode},
    SubCommand{"node", "shows the nodes of the cluster", false, false, &run_yarn_client_tool, true},
    SubCommand{"nodemanager", "runs the NodeManager", false, false, &run_nodemanager, true},
    SubCommand{"queue", "shows a queue", false, false, &run_yarn_client_tool, true},
    SubCommand{"resourcemanager", "runs the ResourceManager", false, false, &run_resourcemanager,
               true},
    SubCommand{"rmadmin", "administers the ResourceManager", false, false, &run_yarn_client_tool,
               true},
    SubCommand{"snapshotDiff", "shows what changed between snapshots", true, false,
               &run_snapshot_diff_tool},
    SubCommand{"storagepolicies", "shows and sets where replicas go", true, false,
               &run_storage_policies_tool},
    SubCommand{"top", "shows the cluster at work, again and again", false, false,
               &run_yarn_client_tool, true},
    SubCommand{"version", "shows the version", true, true, &run_version_tool, true},
};

// What Hadoop has besides.
constexpr std::array<std::string_view, 18> kMissing{
    "archive", "credential", "dfsrouter", "dfsrouteradmin",    "distch",      "diskbalancer",
    "fetchdt", "haadmin",    "jmxget",    "jnipath",           "journalnode", "mover",
    "nfs3",    "oev",        "oiv",       "portmap",           "secondarynamenode", "zkfc",
};

// And its `yarn`.
constexpr std::array<std::string_view, 9> kMissingOfYarn{
    "fs2cs",         "nodeattributes",     "proxyserver",    "registrydns",    "router",
    "schedulerconf", "sharedcachemanager", "timelinereader", "timelineserver",
};

const SubCommand* find(Program program, std::string_view name) {
  const auto found = std::ranges::find_if(kSubCommands, [&](const SubCommand& command) {
    return command.name == name && command.belongs_to(program);
  });
  return found == kSubCommands.end() ? nullptr : &*found;
}

void print_usage(const Invocation& invocation) {
  Output& out = invocation.environment.out;
  const bool has_daemons = invocation.program != Program::kHadoop;
  out.line(fmt::format("Usage: {} [OPTIONS] SUBCOMMAND [SUBCOMMAND OPTIONS]\n",
                       invocation.program_name()));
  out.line("  OPTIONS is none or any of:\n");
  out.line("--config dir                   the directory of the configuration files");
  if (has_daemons) out.line("--daemon (start|status|stop)   what to do with a daemon");
  out.line("--help                         this text");
  out.line("--loglevel level               what is logged: DEBUG, INFO, WARN, ERROR");
  constexpr std::size_t kNameWidth = 20;  // the longest and two more
  out.line("\n  SUBCOMMAND is one of:\n");
  for (const SubCommand& command : kSubCommands)
    if (command.belongs_to(invocation.program))
      out.line(pad_right(command.name, kNameWidth) + std::string(command.help));
  out.line("\nSUBCOMMAND may print help when invoked w/o parameters or with -h.");
}

int refuse(const Invocation& invocation, std::string_view message) {
  invocation.environment.err.line(message);
  print_usage(invocation);
  return kFrontEndMisused;
}

log::Level parse_level(std::string_view text) {
  const std::string name = lower_case(text.substr(0, text.find(',')));
  if (name == "debug" || name == "trace" || name == "all") return log::Level::kDebug;
  if (name == "warn") return log::Level::kWarn;
  if (name == "error" || name == "fatal" || name == "off") return log::Level::kError;
  return log::Level::kInfo;
}

// Daemons are told by the environment, as Hadoop's are.
void set_log_level(Environment& environment, const std::string& level) {
  ::setenv("HADOOP_LOGLEVEL", level.c_str(), 1);
  ::setenv("HADOOP_ROOT_LOGGER", (level + ",console").c_str(), 1);
  environment.log_level = parse_level(level);
}

bool is_help(std::string_view argument) {
  static constexpr std::array<std::string_view, 8> kHelp{"--help", "-help", "-h", "help",
                                                         "--h",    "--?",   "-?", "?"};
  return std::ranges::find(kHelp, argument) != kHelp.end();
}

// Takes the shell options away from the front; an exit code if there is nothing more to do.
std::optional<int> take_shell_options(Invocation& invocation) {
  Arguments& arguments = invocation.arguments;
  const auto take_value = [&] {
    std::string value = arguments.size() > 1 ? arguments[1] : "";
    arguments.erase(arguments.begin(),
                    arguments.begin() + std::min<std::ptrdiff_t>(2, std::ssize(arguments)));
    return value;
  };
  while (!arguments.empty()) {
    const std::string option = arguments.front();
    if (is_help(option)) {
      print_usage(invocation);
      return 0;
    }
    if (option == "--config") {
      const std::string directory = take_value();
      if (directory.empty())
        return refuse(invocation, "ERROR: No parameter provided for --config ");
      if (!std::filesystem::is_directory(directory))
        return refuse(invocation,
                      fmt::format("ERROR: Cannot find configuration directory \"{}\"", directory));
      ::setenv("HADOOP_CONF_DIR", directory.c_str(), 1);
    } else if (option == "--daemon") {
      const std::string mode = take_value();
      if (mode != "start" && mode != "stop" && mode != "status")
        return refuse(
            invocation,
            "ERROR: --daemon must be followed by either \"start\", \"stop\", or \"status\".");
      invocation.daemon_mode = mode == "start"  ? DaemonMode::kStart
                               : mode == "stop" ? DaemonMode::kStop
                                                : DaemonMode::kStatus;
    } else if (option == "--loglevel") {
      set_log_level(invocation.environment, take_value());
    } else if (option == "--debug" || option == "--buildpaths") {
      arguments.erase(arguments.begin());
    } else {
      break;
    }
  }
  return std::nullopt;
}

// Older names, each program's own, of variables that all programs share; they win.
void take_old_variables(const Invocation& invocation) {
  static constexpr std::array<std::string_view, 7> kNames{
      "LOG_DIR", "NICENESS", "STOP_TIMEOUT", "PID_DIR", "ROOT_LOGGER", "IDENT_STRING", "CONF_DIR"};
  if (invocation.program == Program::kHadoop) return;
  const bool of_yarn = invocation.program == Program::kYarn;
  for (const std::string_view name : kNames) {
    if (name == "CONF_DIR" && !of_yarn) continue;
    const std::string old_name = fmt::format("{}_{}", of_yarn ? "YARN" : "HADOOP_HDFS", name);
    const std::string new_name = fmt::format("HADOOP_{}", name);
    const char* const value = std::getenv(old_name.c_str());
    if (value == nullptr || *value == '\0') continue;
    invocation.environment.err.line(fmt::format(
        "WARNING: {0} has been replaced by {1}. Using value of {0}.", old_name, new_name));
    ::setenv(new_name.c_str(), value, 1);
    if (name == "ROOT_LOGGER") invocation.environment.log_level = parse_level(value);
  }
}

}  // namespace

int run_front_end(Environment& environment, std::string_view program, Arguments arguments) {
  if (const char* level = std::getenv("HADOOP_ROOT_LOGGER"))
    environment.log_level = parse_level(level);
  const Program called = program == "hadoop" ? Program::kHadoop
                         : program == "yarn" ? Program::kYarn
                                             : Program::kHdfs;
  Invocation invocation{environment, called, DaemonMode::kForeground, std::move(arguments)};
  if (const auto code = take_shell_options(invocation)) return *code;
  take_old_variables(invocation);
  if (invocation.arguments.empty()) {
    print_usage(invocation);
    return kFrontEndMisused;
  }
  const std::string name = invocation.arguments.front();
  invocation.arguments.erase(invocation.arguments.begin());
  invocation.name = name;
  if (const SubCommand* command = find(invocation.program, name)) return command->run(invocation);

  if (const SubCommand* moved = find(Program::kHdfs, name); moved && called == Program::kHadoop) {
    environment.err.line(
        fmt::format("WARNING: Use of this script to execute {} is deprecated.", name));
    environment.err.line(
        fmt::format("WARNING: Attempting to execute replacement \"hdfs {}\" instead.\n", name));
    return moved->run(invocation);
  }
  if (called == Program::kYarn ? std::ranges::find(kMissingOfYarn, name) != kMissingOfYarn.end()
                               : std::ranges::find(kMissing, name) != kMissing.end())
    return refuse(invocation,
                  fmt::format("ERROR: {} {} is not supported.", invocation.program_name(), name));
  return refuse(invocation,
                fmt::format("ERROR: {} is not COMMAND nor fully qualified CLASSNAME.", name));
}

}  // namespace mammoth::cli
