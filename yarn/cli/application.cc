#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "common/config/values.h"
#include "common/protocol/yarn/client_application.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/application_change.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

using yarn_tokens::id_text;

constexpr const char* kNotFound = "org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException";
constexpr std::chrono::milliseconds kPollInterval{200};

std::string final_text(const wire::ApplicationReportProto& report) {
  return without_prefix(wire::FinalApplicationStatusProto_Name(report.final_application_status()),
                        "APP_");
}

Result<wire::GetApplicationsRequestProto> list_request(const Words& words) {
  wire::GetApplicationsRequestProto request;
  const auto list = [&](const char* option) {
    const std::string* value = value_of(words, option);
    return value ? split_list(*value) : std::vector<std::string>{};
  };
  bool all = false;
  for (const std::string& name : list("-appStates")) {
    std::string upper = name;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
    wire::YarnApplicationStateProto state{};
    if (upper == "ALL")
      all = true;
    else if (wire::YarnApplicationStateProto_Parse(upper, &state))
      request.add_application_states(state);
    else
      return Error{ErrorCode::kIllegalArgument, "The application state " + name + " is invalid."};
  }
  if (all) {
    request.clear_application_states();
    for (int state = wire::NEW; state <= wire::KILLED; ++state)
      request.add_application_states(static_cast<wire::YarnApplicationStateProto>(state));
  } else if (request.application_states().empty()) {
    for (const auto state : {wire::SUBMITTED, wire::ACCEPTED, wire::RUNNING})
      request.add_application_states(state);
  }
  for (std::string& type : list("-appTypes")) request.add_application_types(std::move(type));
  for (std::string& tag : list("-appTags")) request.add_applicationtags(std::move(tag));
  return request;
}

int list_applications(Session& session, const Words& words) {
  const auto request = list_request(words);
  if (!request) {
    print(request.error().message);
    print(
        "The valid application state can be one of the following: ALL,NEW,NEW_SAVING,SUBMITTED,"
        "ACCEPTED,RUNNING,FINISHED,FAILED,KILLED");
    return kFailed;
  }
  const auto answer =
      session.clients().call<wire::GetApplicationsResponseProto>("getApplications", *request);
  if (!answer) return fail(answer.error());
  std::vector<std::string> states;
  for (const int state : request->application_states())
    states.push_back(
        wire::YarnApplicationStateProto_Name(static_cast<wire::YarnApplicationStateProto>(state)));
  print(fmt::format(
      "Total number of applications (application-types: [{}], states: [{}] and tags: [{}]):{}",
      fmt::join(request->application_types(), ", "), fmt::join(states, ", "),
      fmt::join(request->applicationtags(), ", "), answer->applications_size()));
  const auto row = [](const auto&... cells) {
    print(fmt::format("{:>30}\t{:>20}\t{:>20}\t{:>10}\t{:>10}\t{:>18}\t{:>18}\t{:>15}\t{:>35}",
                      cells...));
  };
  row("Application-Id", "Application-Name", "Application-Type", "User", "Queue", "State",
      "Final-State", "Progress", "Tracking-URL");
  for (const auto& it : answer->applications())
    row(id_text(it.applicationid()), it.name(), it.applicationtype(), it.user(), it.queue(),
        wire::YarnApplicationStateProto_Name(it.yarn_application_state()), final_text(it),
        progress_text(it.progress()), it.originaltrackingurl());
  return 0;
}

void print_timeouts(const wire::ApplicationReportProto& it) {
  for (const auto& entry : it.apptimeouts()) {
    const auto& timeout = entry.application_timeout();
    print(fmt::format("\tTimeoutType : LIFETIME\tExpiryTime : {}\tRemainingTime : {}seconds",
                      timeout.expire_time(), timeout.remaining_time()));
  }
}

int show_application(Session& session, const std::string& text) {
  const auto id = parse_application_id(text);
  if (!id) return fail(id.error());
  const auto found = report_of(session, *id);
  if (!found) {
    if (found.error().remote_class != kNotFound) return fail(found.error());
    print(fmt::format("Application with id '{}' doesn't exist in RM or Timeline Server.", text));
    return kFailed;
  }
  const wire::ApplicationReportProto& it = *found;
  const auto& usage = it.app_resource_usage();
  const auto line = [](std::string_view name, const auto& value) {
    print(fmt::format("\t{} : {}", name, value));
  };
  print("Application Report : ");
  line("Application-Id", id_text(it.applicationid()));
  line("Application-Name", it.name());
  line("Application-Type", it.applicationtype());
  line("User", it.user());
  line("Queue", it.queue());
  line("Application Priority", it.priority().priority());
  line("Start-Time", it.starttime());
  line("Finish-Time", it.finishtime());
  line("Progress", progress_text(it.progress()));
  line("State", wire::YarnApplicationStateProto_Name(it.yarn_application_state()));
  line("Final-State", final_text(it));
  line("Tracking-URL", it.originaltrackingurl());
  line("RPC Port", it.rpc_port());
  line("AM Host", it.host());
  line("Aggregate Resource Allocation", fmt::format("{} MB-seconds, {} vcore-seconds",
                                                    usage.memory_seconds(), usage.vcore_seconds()));
  line("Aggregate Resource Preempted",
       fmt::format("{} MB-seconds, {} vcore-seconds", usage.preempted_memory_seconds(),
                   usage.preempted_vcore_seconds()));
  line("Log Aggregation Status",
       it.has_log_aggregation_status()
           ? without_prefix(wire::LogAggregationStatusProto_Name(it.log_aggregation_status()),
                            "LOG_")
           : "N/A");
  line("Diagnostics", it.diagnostics());
  line("Unmanaged Application", it.unmanaged_application());
  line("Application Node Label Expression", it.appnodelabelexpression());
  line("AM container Node Label Expression", it.amnodelabelexpression());
  print_timeouts(it);
  print("");
  return 0;
}

Result<void> kill_application(Session& session, const std::string& text) {
  const auto id = TRY(parse_application_id(text));
  const auto report = report_of(session, id);
  if (!report) {
    if (report.error().remote_class == kNotFound)
      print(fmt::format("Application with id '{}' doesn't exist in RM.", text));
    return report.error();
  }
  if (is_finished(*report)) {
    print(fmt::format("Application {} has already finished ", text));
    return {};
  }
  print("Killing application " + text);
  wire::KillApplicationRequestProto request;
  *request.mutable_application_id() = id;
  while (!TRY(session.clients().call<wire::KillApplicationResponseProto>("forceKillApplication",
                                                                         request))
              .is_kill_completed())
    std::this_thread::sleep_for(kPollInterval);
  return {};
}

// Those that are not there are passed over; one that was is enough.
int kill_applications(Session& session, const Words& words) {
  int code = kFailed;
  for (const std::string& id : words) {
    const Result<void> killed = kill_application(session, id);
    if (killed)
      code = 0;
    else if (killed.error().remote_class != kNotFound)
      return thrown(killed.error());
  }
  return code;
}

}  // namespace

int run_application(Session& session, const Words& words) {
  constexpr std::string_view kUsage =
      "usage: application -list [-appStates STATES] [-appTypes TYPES] [-appTags TAGS]\n"
      "                   -status ID | -kill ID…\n"
      "                   -changeQueue QUEUE -appId ID | -movetoqueue ID -queue QUEUE\n"
      "                   -updatePriority PRIORITY -appId ID | -updateLifetime SECONDS -appId ID";
  if (const auto code = refuse(words,
                               {{"-list"},
                                {"-appStates", kMany},
                                {"-appTypes", kMany},
                                {"-appTags", kMany},
                                {"-status", 1},
                                {"-kill", kMany},
                                {"-movetoqueue", 1},
                                {"-queue", 1},
                                {"-changeQueue", 1},
                                {"-appId", 1},
                                {"-updatePriority", 1},
                                {"-updateLifetime", 1},
                                {"-help"}},
                               kUsage))
    return *code;
  if (const std::string* id = value_of(words, "-status")) return show_application(session, *id);
  if (has(words, "-list")) return list_applications(session, words);
  if (has(words, "-kill"))
    return kill_applications(session, {std::ranges::find(words, "-kill") + 1, words.end()});
  if (const auto code = change_application(session, words)) return *code;
  const bool misused = !has(words, "-help");
  if (misused) complain("Invalid Command Usage : ");
  print(kUsage);
  const bool lacks_id = has(words, "-movetoqueue") || has(words, "-changeQueue") ||
                        has(words, "-updatePriority") || has(words, "-updateLifetime");
  return lacks_id ? kFailed : 0;
}

}  // namespace mammoth::yarn
