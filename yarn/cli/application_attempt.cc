#include <fmt/format.h>

#include "common/protocol/yarn/client_application.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

using yarn_tokens::id_text;

std::string attempt_state(const wire::ApplicationAttemptReportProto& it) {
  return without_prefix(
      wire::YarnApplicationAttemptStateProto_Name(it.yarn_application_attempt_state()),
      "APP_ATTEMPT_");
}

std::string master_of(const wire::ApplicationAttemptReportProto& it) {
  return it.has_am_container_id() ? id_text(it.am_container_id()) : "N/A";
}

int list_attempts(Session& session, const std::string& text) {
  const auto id = parse_application_id(text);
  if (!id) return fail(id.error());
  wire::GetApplicationAttemptsRequestProto request;
  *request.mutable_application_id() = *id;
  const auto answer = session.clients().call<wire::GetApplicationAttemptsResponseProto>(
      "getApplicationAttempts", request);
  if (!answer) return fail(answer.error());
  print(
      fmt::format("Total number of application attempts :{}", answer->application_attempts_size()));
  const auto row = [](const auto&... cells) {
    print(fmt::format("{:>30}\t{:>20}\t{:>35}\t{:>35}", cells...));
  };
  row("ApplicationAttempt-Id", "State", "AM-Container-Id", "Tracking-URL");
  for (const auto& it : answer->application_attempts())
    row(id_text(it.application_attempt_id()), attempt_state(it), master_of(it), it.tracking_url());
  return 0;
}

int show_attempt(Session& session, const std::string& text) {
  const auto id = parse_attempt_id(text);
  if (!id) return fail(id.error());
  wire::GetApplicationAttemptReportRequestProto request;
  *request.mutable_application_attempt_id() = *id;
  const auto answer = session.clients().call<wire::GetApplicationAttemptReportResponseProto>(
      "getApplicationAttemptReport", request);
  if (!answer) {
    const std::string& name = answer.error().remote_class;
    if (name.ends_with(".ApplicationNotFoundException"))
      print(
          fmt::format("Application for AppAttempt with id '{}' doesn't exist in RM or Timeline "
                      "Server.",
                      text));
    else if (name.ends_with(".ApplicationAttemptNotFoundException"))
      print(fmt::format("Application Attempt with id '{}' doesn't exist in RM or Timeline Server.",
                        text));
    else
      return thrown(answer.error());
    return kFailed;
  }
  const auto& it = answer->application_attempt_report();
  print("Application Attempt Report : ");
  print("\tApplicationAttempt-Id : " + id_text(it.application_attempt_id()));
  print("\tState : " + attempt_state(it));
  print("\tAMContainer : " + master_of(it));
  print("\tTracking-URL : " + it.tracking_url());
  print(fmt::format("\tRPC Port : {}", it.rpc_port()));
  print("\tAM Host : " + it.host());
  print("\tDiagnostics : " + it.diagnostics());
  return 0;
}

int fail_attempt(Session& session, const std::string& text) {
  const auto id = parse_attempt_id(text);
  if (!id) return thrown(id.error());
  print(fmt::format("Failing attempt {} of application {}", text, id_text(id->application_id())));
  wire::FailApplicationAttemptRequestProto request;
  *request.mutable_application_attempt_id() = *id;
  const auto answer = session.clients().call<wire::FailApplicationAttemptResponseProto>(
      "failApplicationAttempt", request);
  return answer ? 0 : thrown(answer.error());
}

}  // namespace

int run_attempt(Session& session, const Words& words) {
  constexpr std::string_view kUsage =
      "usage: applicationattempt -list APPLICATION | -status ATTEMPT | -fail ATTEMPT";
  if (const auto code =
          refuse(words, {{"-list", 1}, {"-status", 1}, {"-fail", 1}, {"-help"}}, kUsage))
    return *code;
  if (const std::string* id = value_of(words, "-status")) return show_attempt(session, *id);
  if (const std::string* id = value_of(words, "-list")) return list_attempts(session, *id);
  if (const std::string* id = value_of(words, "-fail")) return fail_attempt(session, *id);
  if (!has(words, "-help")) complain("Invalid Command Usage : ");
  print(kUsage);
  return 0;
}

}  // namespace mammoth::yarn
