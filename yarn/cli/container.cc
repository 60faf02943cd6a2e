#include <fmt/format.h>

#include "common/protocol/yarn/client_container.pb.h"
#include "common/protocol/yarn/container.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

using yarn_tokens::id_text;

// As Java's Times.format: Mon Nov 23 09:03:09 +0000 2026; N/A for what has not been.
std::string moment(std::int64_t ms) {
  return ms > 0 ? time_text(ms, "%a %b %d %H:%M:%S %z %Y") : "N/A";
}

std::string container_state(const wire::ContainerReportProto& it) {
  return without_prefix(wire::ContainerStateProto_Name(it.container_state()), "C_");
}

int list_containers(Session& session, const std::string& text) {
  const auto id = parse_attempt_id(text);
  if (!id) return fail(id.error());
  wire::GetContainersRequestProto request;
  *request.mutable_application_attempt_id() = *id;
  const auto answer =
      session.clients().call<wire::GetContainersResponseProto>("getContainers", request);
  if (!answer) return fail(answer.error());
  print(fmt::format("Total number of containers :{}", answer->containers_size()));
  const auto row = [](const auto&... cells) {
    print(fmt::format("{:>30}\t{:>20}\t{:>20}\t{:>20}\t{:>20}\t{:>20}\t{:>35}", cells...));
  };
  row("Container-Id", "Start Time", "Finish Time", "State", "Host", "Node Http Address", "LOG-URL");
  for (const auto& it : answer->containers())
    row(id_text(it.container_id()), moment(it.creation_time()), moment(it.finish_time()),
        container_state(it), id_text(it.node_id()),
        it.node_http_address().empty() ? "N/A" : it.node_http_address(),
        it.has_log_url() ? it.log_url() : "null");
  return 0;
}

int not_found(const Error& error, const std::string& container) {
  const std::string& name = error.remote_class;
  std::string_view what;
  if (name.ends_with(".ApplicationNotFoundException"))
    what = "Application for Container";
  else if (name.ends_with(".ApplicationAttemptNotFoundException"))
    what = "Application Attempt for Container";
  else if (name.ends_with(".ContainerNotFoundException"))
    what = "Container";
  else
    return thrown(error);
  print(fmt::format("{} with id '{}' doesn't exist in RM or Timeline Server.", what, container));
  return kFailed;
}

int show_container(Session& session, const std::string& text) {
  const auto id = parse_container_id(text);
  if (!id) return fail(id.error());
  wire::GetContainerReportRequestProto request;
  *request.mutable_container_id() = *id;
  const auto answer =
      session.clients().call<wire::GetContainerReportResponseProto>("getContainerReport", request);
  if (!answer) return not_found(answer.error(), text);
  const auto& it = answer->container_report();
  print("Container Report : ");
  print("\tContainer-Id : " + id_text(it.container_id()));
  print(fmt::format("\tStart-Time : {}", it.creation_time()));
  print(fmt::format("\tFinish-Time : {}", it.finish_time()));
  print("\tState : " + container_state(it));
  print("\tExecution-Type : " + wire::ExecutionTypeProto_Name(it.executiontype()));
  print("\tLOG-URL : " + (it.has_log_url() ? it.log_url() : "null"));
  print("\tHost : " + id_text(it.node_id()));
  print("\tNodeHttpAddress : " + it.node_http_address());
  print("\tExposedPorts : " + it.exposed_ports());
  print("\tDiagnostics : " + it.diagnostics_info());
  return 0;
}

int signal_container(Session& session, const std::string& text, const std::string& command) {
  const auto id = parse_container_id(text);
  if (!id) return fail(id.error());
  wire::SignalContainerCommandProto number = wire::OUTPUT_THREAD_DUMP;
  if (!command.empty() && !wire::SignalContainerCommandProto_Parse(command, &number)) {
    return thrown(
        "java.lang.IllegalArgumentException",
        "No enum constant org.apache.hadoop.yarn.api.records.SignalContainerCommand." + command);
  }
  wire::SignalContainerRequestProto request;
  *request.mutable_container_id() = *id;
  request.set_command(number);
  print("Signalling container " + text);
  const auto answer =
      session.clients().call<wire::SignalContainerResponseProto>("signalToContainer", request);
  return answer ? 0 : fail(answer.error());
}

}  // namespace

int run_container(Session& session, const Words& words) {
  constexpr std::string_view kUsage =
      "usage: container -list ATTEMPT | -status CONTAINER | -signal CONTAINER [OUTPUT_THREAD_DUMP "
      "| GRACEFUL_SHUTDOWN | FORCEFUL_SHUTDOWN]";
  if (const auto code =
          refuse(words, {{"-list", 1}, {"-status", 1}, {"-signal", kMany}, {"-help"}}, kUsage))
    return *code;
  if (const std::string* id = value_of(words, "-status")) return show_container(session, *id);
  if (const std::string* id = value_of(words, "-list")) return list_containers(session, *id);
  if (const std::string* id = value_of(words, "-signal")) {
    const bool last = id + 1 == words.data() + words.size();
    return signal_container(session, *id, last ? "" : *(id + 1));
  }
  if (!has(words, "-help")) complain("Invalid Command Usage : ");
  print(kUsage);
  return 0;
}

}  // namespace mammoth::yarn
