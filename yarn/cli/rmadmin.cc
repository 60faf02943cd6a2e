#include <fmt/format.h>

#include "common/config/values.h"
#include "common/protocol/yarn/administration.pb.h"
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

}  // namespace

int run_rmadmin(Session& session, const Words& words) {
  const std::string command = words.empty() ? "" : words[0];
  if (command == "-refreshQueues")
    return ask<wire::RefreshQueuesResponseProto>(session, "refreshQueues",
                                                 wire::RefreshQueuesRequestProto());
  if (command == "-refreshNodes") return refresh_nodes(session, words);
  if (command == "-refreshUserToGroupsMappings")
    return ask<wire::RefreshUserToGroupsMappingsResponseProto>(
        session, "refreshUserToGroupsMappings", wire::RefreshUserToGroupsMappingsRequestProto());
  if (command == "-getGroups")
    return show_groups(
        session, words.size() > 1 ? Words(words.begin() + 1, words.end()) : Words{session.user()});
  complain(
      "Usage: yarn rmadmin -refreshQueues | -refreshNodes | -refreshUserToGroupsMappings | "
      "-getGroups [user…]");
  return command == "-help" ? 0 : kFailed;
}

}  // namespace mammoth::yarn
