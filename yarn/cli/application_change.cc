#include "yarn/cli/application_change.h"

#include <fmt/format.h>

#include <chrono>

#include "common/config/values.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

// 2026-11-24T00:27:00.123+0000
std::string iso_time_text(std::int64_t ms) {
  return fmt::format("{}.{:03}{}", time_text(ms, "%Y-%m-%dT%H:%M:%S"), ms % 1000,
                     time_text(ms, "%z"));
}

int no_number(const std::string& text) {
  return thrown("java.lang.NumberFormatException", fmt::format("For input string: \"{}\"", text));
}

int move_to_queue(Session& session, const std::string& text, const std::string& queue) {
  const auto id = parse_application_id(text);
  if (!id) return thrown(id.error());
  const auto report = report_of(session, *id);
  if (!report) return thrown(report.error());
  if (is_finished(*report)) {
    print(fmt::format("Application {} has already finished ", text));
    return 0;
  }
  print(fmt::format("Moving application {} to queue {}", text, queue));
  wire::MoveApplicationAcrossQueuesRequestProto request;
  *request.mutable_application_id() = *id;
  request.set_target_queue(queue);
  const auto moved = session.clients().call<wire::MoveApplicationAcrossQueuesResponseProto>(
      "moveApplicationAcrossQueues", request);
  if (!moved) return thrown(moved.error());
  print("Successfully completed move.");
  return 0;
}

int set_priority(Session& session, const std::string& text, const std::string& priority) {
  const auto id = parse_application_id(text);
  const auto number = parse_int(priority);
  if (!id) return thrown(id.error());
  if (!number || *number < INT32_MIN || *number > INT32_MAX) return no_number(priority);
  print(fmt::format("Updating priority of an application {}", text));
  wire::UpdateApplicationPriorityRequestProto request;
  *request.mutable_applicationid() = *id;
  request.mutable_applicationpriority()->set_priority(static_cast<std::int32_t>(*number));
  const auto answer = session.clients().call<wire::UpdateApplicationPriorityResponseProto>(
      "updateApplicationPriority", request);
  if (!answer) return thrown(answer.error());
  const int now = answer->applicationpriority().priority();
  print(now == *number
            ? fmt::format("Successfully updated the application {} with priority '{}'", text, now)
            : fmt::format("Updated priority of an application  {} to cluster max priority OR "
                          "keeping old priority as application is in final states",
                          text));
  return 0;
}

int set_lifetime(Session& session, const std::string& text, const std::string& seconds) {
  const auto number = parse_int(seconds);
  if (!number) return no_number(seconds);
  const auto id = parse_application_id(text);
  if (!id) return thrown(id.error());
  const std::int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                  std::chrono::system_clock::now().time_since_epoch())
                                  .count();
  print("Updating timeout for given timeoutType: LIFETIME of an application " + text);
  wire::UpdateApplicationTimeoutsRequestProto request;
  *request.mutable_applicationid() = *id;
  auto& timeout = *request.add_application_timeouts();
  timeout.set_application_timeout_type(wire::APP_TIMEOUT_LIFETIME);
  timeout.set_expire_time(iso_time_text(now_ms + *number * 1000));
  const auto answer = session.clients().call<wire::UpdateApplicationTimeoutsResponseProto>(
      "updateApplicationTimeouts", request);
  if (!answer) return thrown(answer.error());
  const std::string given = answer->application_timeouts_size() > 0
                                ? answer->application_timeouts(0).expire_time()
                                : "null";
  print(given == timeout.expire_time()
            ? fmt::format("Successfully updated LIFETIME of an application {}. New expiry time is "
                          "{}",
                          text, given)
            : fmt::format("Updated lifetime of an application  {} to queue max/default lifetime. "
                          "New expiry time is {}",
                          text, given));
  return 0;
}

}  // namespace

Result<wire::ApplicationReportProto> report_of(Session& session,
                                               const wire::ApplicationIdProto& id) {
  wire::GetApplicationReportRequestProto request;
  *request.mutable_application_id() = id;
  return TRY(session.clients().call<wire::GetApplicationReportResponseProto>("getApplicationReport",
                                                                             request))
      .application_report();
}

bool is_finished(const wire::ApplicationReportProto& report) {
  const auto state = report.yarn_application_state();
  return state == wire::FINISHED || state == wire::FAILED || state == wire::KILLED;
}

std::optional<int> change_application(Session& session, const Words& words) {
  const std::string* id = value_of(words, "-appId");
  const std::string* queue = value_of(words, "-queue");
  if (const std::string* moved = value_of(words, "-movetoqueue"); moved && queue)
    return move_to_queue(session, *moved, *queue);
  if (!id) return std::nullopt;
  if (const std::string* priority = value_of(words, "-updatePriority"))
    return set_priority(session, *id, *priority);
  if (const std::string* seconds = value_of(words, "-updateLifetime"))
    return set_lifetime(session, *id, *seconds);
  if (const std::string* target = value_of(words, "-changeQueue"))
    return move_to_queue(session, *id, *target);
  return std::nullopt;
}

}  // namespace mammoth::yarn
