#include <fmt/format.h>

#include <vector>

#include "common/config/host_port.h"
#include "common/config/keys.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/host_name.h"
#include "hdfs-cli/text.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr int kGetconfFailed = 255;
constexpr std::uint16_t kDefaultRpcPort = 8020;  // Hadoop: DFS_NAMENODE_RPC_PORT_DEFAULT
constexpr std::string_view kServiceAddress = "dfs.namenode.servicerpc-address";
constexpr std::string_view kRpcAddress = "dfs.namenode.rpc-address";

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    const std::size_t start = part.find_first_not_of(" \t\n");
    if (start != std::string_view::npos)
      parts.emplace_back(part.substr(start, part.find_last_not_of(" \t\n") - start + 1));
  }
  return parts;
}

std::optional<std::string> value_of(const Environment& environment, std::string_view key) {
  auto value = environment.configuration.find(key);
  return value && !value->empty() ? value : std::nullopt;
}

// "" or ".nameservice.namenode", for every NameNode of the configuration.
std::vector<std::string> key_suffixes(const Environment& environment) {
  std::vector<std::string> suffixes;
  for (const std::string& service : split(value_of(environment, "dfs.nameservices").value_or(""))) {
    const auto members = value_of(environment, "dfs.ha.namenodes." + service);
    if (!members) suffixes.push_back("." + service);
    for (const std::string& member : split(members.value_or("")))
      suffixes.push_back("." + service + "." + member);
  }
  if (suffixes.empty()) suffixes.emplace_back();
  return suffixes;
}

Result<std::vector<HostPort>> namenode_addresses(const Environment& environment) {
  std::vector<HostPort> addresses;
  for (const std::string& suffix : key_suffixes(environment)) {
    auto text = value_of(environment, fmt::format("{}{}", kServiceAddress, suffix));
    if (!text) text = value_of(environment, fmt::format("{}{}", kRpcAddress, suffix));
    const std::string uri = default_file_system(environment);
    if (!text && suffix.empty() && scheme_of(uri) == "hdfs") text = authority_of(uri);
    if (!text) continue;
    HostPort address = TRY(parse_host_port(*text, kDefaultRpcPort));
    address.host = host_name_of(address.host);
    addresses.push_back(std::move(address));
  }
  if (addresses.empty())
    return Error{
        ErrorCode::kIo,
        fmt::format("Incorrect configuration: namenode address {} or {} is not configured.",
                    kServiceAddress, kRpcAddress)};
  return addresses;
}

Result<void> print_namenodes(Environment& environment) {
  std::string line;
  for (const HostPort& address : TRY(namenode_addresses(environment)))
    line += (line.empty() ? "" : " ") + address.host;
  environment.out.line(line);
  return {};
}

Result<void> print_rpc_addresses(Environment& environment) {
  for (const HostPort& address : TRY(namenode_addresses(environment)))
    environment.out.line(address.to_string());
  return {};
}

// The hosts of daemons that this product does not have; only an explicit setting names one.
// Of daemons that do not exist here; by default they would listen on every address.
Result<void> print_host(Environment& environment, std::string_view key) {
  const std::string text = value_of(environment, key).value_or("0.0.0.0");
  const std::string host = TRY(parse_host_port(text, 0)).host;
  environment.out.line(host == "0.0.0.0" ? host : host_name_of(host));
  return {};
}

Result<void> print_value(Environment& environment, std::string_view key) {
  const auto value = value_of(environment, key);
  if (!value) return Error{ErrorCode::kIo, fmt::format("Configuration {} is missing.", key)};
  environment.out.line(*value);
  return {};
}

constexpr std::string_view kGetconfUsage =
    "hdfs getconf shows values of the configuration.\n"
    "\nhadoop getconf \n"
    "\t[-namenodes]\t\t\tthe hosts of the NameNodes\n"
    "\t[-secondaryNameNodes]\t\t\tthe hosts of secondary NameNodes\n"
    "\t[-backupNodes]\t\t\tthe hosts of backup nodes\n"
    "\t[-journalNodes]\t\t\tthe hosts of journal nodes\n"
    "\t[-includeFile]\t\t\tthe file that names the DataNodes that may connect\n"
    "\t[-excludeFile]\t\t\tthe file that names the DataNodes to decommission\n"
    "\t[-nnRpcAddresses]\t\t\tthe RPC addresses of the NameNodes\n"
    "\t[-confKey [key]]\t\t\tthe value of a key\n\n";

Result<void> run(Environment& environment, const std::string& option, const Arguments& rest) {
  if (option == "-confkey") {
    if (rest.size() != 1) return bad_arguments("usage: -confKey [key]");
    return print_value(environment, rest[0]);
  }
  if (!rest.empty()) return bad_arguments("Did not expect argument: " + rest[0]);
  if (option == "-namenodes") return print_namenodes(environment);
  if (option == "-nnrpcaddresses") return print_rpc_addresses(environment);
  if (option == "-secondarynamenodes")
    return print_host(environment, "dfs.namenode.secondary.http-address");
  if (option == "-backupnodes") return print_host(environment, "dfs.namenode.backup.address");
  if (option == "-includefile") return print_value(environment, "dfs.hosts");
  if (option == "-excludefile") return print_value(environment, "dfs.hosts.exclude");
  if (option == "-journalnodes") {
    environment.out.line("");
    return {};
  }
  return bad_arguments(std::string(kGetconfUsage));
}

}  // namespace

int run_getconf(Environment& environment, const Arguments& arguments) {
  if (!arguments.empty())
    for (const std::string_view help : {"-h", "-help", "--help"})
      if (arguments[0] == help) {
        environment.out.write(kGetconfUsage);
        return 0;
      }
  const std::string option = arguments.empty() ? "" : lower_case(arguments[0]);
  const Arguments rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  const Result<void> outcome = run(environment, option, rest);
  if (outcome) return 0;
  environment.err.line(outcome.error().message);
  return kGetconfFailed;
}

}  // namespace mammoth::cli
