#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "common/config/values.h"
#include "common/protocol/yarn/administration.pb.h"
#include "common/protocol/yarn/node.pb.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

template <class Response, class Request>
int ask(Session& session, const char* method, const Request& request) {
  const auto answer = session.administration().call<Response>(method, request);
  if (answer) return 0;
  complain(fmt::format("{}: {}", method, answer.error().message));
  return kFailed;
}

int refresh_nodes(Session& session, const Words& words) {
  wire::RefreshNodesRequestProto request;
  request.set_decommissiontype(wire::DECOMMISSION_NORMAL);
  if (words.size() > 1) {
    // -g [seconds] -server: the ResourceManager keeps the time.
    const bool timed = words.size() == 4;
    const auto seconds = timed ? parse_int(words[2]) : Result<std::int64_t>(0);
    if ((words[1] != "-g" && words[1] != "-graceful") || words.back() != "-server" ||
        words.size() > 4 || words.size() < 3 || !seconds || *seconds < 0 || *seconds > INT32_MAX) {
      complain("Usage: yarn rmadmin -refreshNodes [-g|graceful [timeout in seconds] -server]");
      return kFailed;
    }
    request.set_decommissiontype(wire::GRACEFUL);
    if (timed) request.set_decommissiontimeout(static_cast<std::int32_t>(*seconds));
  }
  return ask<wire::RefreshNodesResponseProto>(session, "refreshNodes", request);
}

int show_groups(Session& session, const Words& users) {
  for (const std::string& user : users) {
    wire::GetGroupsForUserRequestProto request;
    request.set_user(user);
    const auto answer = session.administration().call<wire::GetGroupsForUserResponseProto>(
        "getGroupsForUser", request);
    if (!answer) {
      complain("getGroups: " + answer.error().message);
      return kFailed;
    }
    std::string line = user + " :";
    for (const std::string& group : answer->groups()) line += " " + group;
    print(line);
  }
  return 0;
}

// NODE MEMORY VCORES [TIMEOUT] or NODE memory-mb=…,vcores=… [TIMEOUT]
int update_node_resource(Session& session, const Words& words) {
  const auto misused = [](std::string_view why) {
    complain(why);
    complain(
        "Usage: yarn rmadmin -updateNodeResource NODE MEMORY VCORES [TIMEOUT] | NODE "
        "memory-mb=N,vcores=N [TIMEOUT]");
    return kFailed;
  };
  if (words.size() < 3 || words.size() > 5)
    return misused("Number of parameters specified for updateNodeResource is wrong.");
  std::map<std::string, Result<std::int64_t>> amounts;
  std::size_t next = 3;
  if (words.size() > 3 && words[2].find_first_not_of("0123456789") == std::string::npos) {
    amounts.emplace("memory-mb", parse_int(words[2]));
    amounts.emplace("vcores", parse_int(words[3]));
    next = 4;
  } else if (words[2].find('=') != std::string::npos) {
    for (const std::string& part : split_list(words[2])) {
      std::string number = part.substr(std::min(part.find('=') + 1, part.size()));
      if (number.ends_with("Mi")) number.resize(number.size() - 2);
      amounts.emplace(part.substr(0, part.find('=')), parse_int(number));
    }
  } else {
    return misused("updateNodeResource takes resources as memory-mb=1024Mi,vcores=1");
  }
  const auto amount = [&](const char* name) {
    const auto found = amounts.find(name);
    return found == amounts.end() || !found->second ? -1 : *found->second;
  };
  const std::int64_t memory = amount("memory-mb");
  const std::int64_t vcores = amount("vcores");
  if (memory < 0 || vcores < 0 || vcores > INT32_MAX || amounts.size() != 2)
    return misused("updateNodeResource: Invalid resource value: (" + words[2] +
                   (next == 4 ? "," + words[3] : "") + ") for updateNodeResource.");
  const auto timeout = next < words.size() ? parse_int(words[next]) : Result<std::int64_t>(-1);
  const std::size_t colon = words[1].rfind(':');
  const auto port =
      parse_int(colon == std::string::npos ? std::string() : words[1].substr(colon + 1));
  if (!port || *port < 0 || *port > UINT16_MAX)
    return misused("updateNodeResource: Invalid NodeId [" + words[1] + "]. Expected host:port");
  if (!timeout || *timeout < -1 || *timeout > INT32_MAX)
    return misused("updateNodeResource: For input string: \"" + words[next] + "\"");
  wire::UpdateNodeResourceRequestProto request;
  auto& entry = *request.add_node_resource_map();
  entry.mutable_node_id()->set_host(words[1].substr(0, colon));
  entry.mutable_node_id()->set_port(static_cast<std::int32_t>(*port));
  auto& option = *entry.mutable_resource_option();
  option.mutable_resource()->set_memory(memory);
  option.mutable_resource()->set_virtual_cores(static_cast<std::int32_t>(vcores));
  option.set_over_commit_timeout(static_cast<std::int32_t>(*timeout));
  return ask<wire::UpdateNodeResourceResponseProto>(session, "updateNodeResource", request);
}

// Those without words behind them; nothing for others.
std::optional<int> refresh(Session& session, const std::string& command) {
  if (command == "-refreshQueues")
    return ask<wire::RefreshQueuesResponseProto>(session, "refreshQueues",
                                                 wire::RefreshQueuesRequestProto());
  if (command == "-refreshUserToGroupsMappings")
    return ask<wire::RefreshUserToGroupsMappingsResponseProto>(
        session, "refreshUserToGroupsMappings", wire::RefreshUserToGroupsMappingsRequestProto());
  if (command == "-refreshSuperUserGroupsConfiguration")
    return ask<wire::RefreshSuperUserGroupsConfigurationResponseProto>(
        session, "refreshSuperUserGroupsConfiguration",
        wire::RefreshSuperUserGroupsConfigurationRequestProto());
  if (command == "-refreshAdminAcls")
    return ask<wire::RefreshAdminAclsResponseProto>(session, "refreshAdminAcls",
                                                    wire::RefreshAdminAclsRequestProto());
  if (command == "-refreshServiceAcl")
    return ask<wire::RefreshServiceAclsResponseProto>(session, "refreshServiceAcls",
                                                      wire::RefreshServiceAclsRequestProto());
  if (command == "-refreshNodesResources")
    return ask<wire::RefreshNodesResourcesResponseProto>(session, "refreshNodesResources",
                                                         wire::RefreshNodesResourcesRequestProto());
  if (command == "-refreshClusterMaxPriority")
    return ask<wire::RefreshClusterMaxPriorityResponseProto>(
        session, "refreshClusterMaxPriority", wire::RefreshClusterMaxPriorityRequestProto());
  return std::nullopt;
}

}  // namespace

int run_rmadmin(Session& session, const Words& words) {
  constexpr std::string_view kUsage =
      "Usage: yarn rmadmin -refreshQueues | -refreshNodes [-g|graceful [SECONDS] -server] |\n"
      "         -refreshNodesResources | -refreshSuperUserGroupsConfiguration |\n"
      "         -refreshUserToGroupsMappings | -refreshAdminAcls | -refreshServiceAcl |\n"
      "         -refreshClusterMaxPriority | -getGroups [USER…] |\n"
      "         -updateNodeResource NODE MEMORY VCORES [TIMEOUT]";
  const std::string command = words.empty() ? "" : words[0];
  if (command == "-help") {
    print(kUsage);
    return 0;
  }
  for (const char* name : {"-transitionToActive", "-transitionToStandby", "-getServiceState",
                           "-getAllServiceState", "-checkHealth"})
    if (command == name) {
      print("Cannot run " + command + " when ResourceManager HA is not enabled");
      return kFailed;
    }
  if (command == "-refreshNodes") return refresh_nodes(session, words);
  if (command == "-updateNodeResource") return update_node_resource(session, words);
  if (command == "-getGroups")
    return show_groups(
        session, words.size() > 1 ? Words(words.begin() + 1, words.end()) : Words{session.user()});
  if (command.starts_with("-refresh") && words.size() > 1) {
    complain(kUsage);  // and does nothing, with success
    return 0;
  }
  if (const auto code = refresh(session, command)) return *code;
  if (!command.empty()) complain(command.substr(1) + ": Unknown command");
  complain(kUsage);
  return kFailed;
}

}  // namespace mammoth::yarn
