#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "common/config/values.h"
#include "common/http/process_beans.h"
#include "yarn/resource_manager/web/rest/app_json.h"

namespace mammoth::yarn {

namespace {

constexpr std::array<std::string_view, 8> kStates{"NEW",     "NEW_SAVING", "SUBMITTED", "ACCEPTED",
                                                  "RUNNING", "FINISHED",   "FAILED",    "KILLED"};
constexpr std::array<std::string_view, 5> kFinalStatuses{"UNDEFINED", "SUCCEEDED", "FAILED",
                                                         "KILLED", "ENDED"};

struct Filter {
  std::vector<std::string> states{}, final_statuses{}, users{}, queues{}, types{}, tags{};
  std::optional<std::string> name{};
  std::int64_t limit = INT64_MAX;
  std::int64_t started_begin = 0, started_end = INT64_MAX;
  std::int64_t finished_begin = 0, finished_end = INT64_MAX;
};

using Step = std::optional<RestRefusal>;

Step read_number(const http::Query& query, const char* name, std::int64_t least,
                 std::int64_t& number) {
  const auto text = query.find(name);
  if (!text || text->empty()) return {};
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size())
    return RestRefusal{400, "java.lang.NumberFormatException",
                       fmt::format("For input string: \"{}\"", *text)};
  if (number < least)
    return bad_request(fmt::format("java.lang.Exception: {} must be greater than {}", name,
                                   least == 0 ? "0" : std::to_string(least - 1)));
  return {};
}

template <std::size_t n>
Step read_choices(const http::Query& query, const char* name, const char* called,
                  const std::array<std::string_view, n>& allowed, std::vector<std::string>& out) {
  for (std::string word : split_list(query.find(name).value_or(""))) {
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::toupper(c); });
    if (std::ranges::find(allowed, word) == allowed.end())
      return bad_request(
          fmt::format("java.lang.Exception: Invalid {} {} specified. It should be one of [{}]",
                      called, word, fmt::join(allowed, ", ")));
    out.push_back(std::move(word));
  }
  return {};
}

boost::system::result<Filter, RestRefusal> filter_of(const http::Query& query) {
  Filter it;
  const auto words = [&](const char* name) { return split_list(query.find(name).value_or("")); };
  it.users = words("user");
  it.queues = words("queue");
  it.types = words("applicationTypes");
  it.tags = words("applicationTags");
  if (const auto name = query.find("name")) it.name = std::string(*name);
  for (const Step& step : {read_choices(query, "states", "application-state", kStates, it.states),
                           read_choices(query, "state", "application-state", kStates, it.states),
                           read_choices(query, "finalStatus", "final application status",
                                        kFinalStatuses, it.final_statuses),
                           read_number(query, "limit", 1, it.limit),
                           read_number(query, "startedTimeBegin", 0, it.started_begin),
                           read_number(query, "startedTimeEnd", 0, it.started_end),
                           read_number(query, "finishedTimeBegin", 0, it.finished_begin),
                           read_number(query, "finishedTimeEnd", 0, it.finished_end)})
    if (step) return *step;
  return it;
}

bool none_or_has(const std::vector<std::string>& list, std::string_view word) {
  return list.empty() || std::ranges::find(list, word) != list.end();
}

bool in_queues(const std::vector<std::string>& queues, const std::string& path) {
  return queues.empty() || std::ranges::any_of(queues, [&](const std::string& queue) {
           return path == queue || path.ends_with("." + queue) || path.starts_with(queue + ".");
         });
}

bool passes(const Filter& filter, const Application& it) {
  const ApplicationSpec& spec = it.spec;
  return none_or_has(filter.states, to_text(it.state)) &&
         none_or_has(filter.final_statuses, to_text(it.final_status())) &&
         none_or_has(filter.users, spec.user) && in_queues(filter.queues, it.queue) &&
         none_or_has(filter.types, spec.type) && (!filter.name || *filter.name == spec.name) &&
         it.submitted_ms >= filter.started_begin && it.submitted_ms <= filter.started_end &&
         it.finished_ms >= filter.finished_begin && it.finished_ms <= filter.finished_end &&
         (filter.tags.empty() || std::ranges::any_of(filter.tags, [&](const auto& tag) {
            return spec.tags.contains(tag);
          }));
}

void write_attempts(http::JsonWriter& json, const Application& application) {
  json.begin_object().key("appAttempts").begin_object();
  if (!application.attempts.empty()) json.key("appAttempt").begin_array();
  for (const ApplicationAttempt& it : application.attempts) {
    json.begin_object().member("id", it.id.attempt).member("startTime", it.started_ms);
    json.member("finishedTime", it.finished_ms);
    if (it.master) {
      const std::string container = to_text(it.master->id);
      json.member("containerId", container);
      json.member("nodeHttpAddress", it.master->node_http_address);
      json.member("nodeId", to_text(it.master->node));
      json.member("logsLink",
                  fmt::format("http://{}/node/containerlogs/{}/{}", it.master->node_http_address,
                              container, application.spec.user));
    }
    json.member("blacklistedNodes", "").member("nodesBlacklistedBySystem", "");
    json.member("appAttemptId", to_text(it.id)).member("exportPorts", "null");
    json.member("appAttemptState", to_text(it.state)).end_object();
  }
  if (!application.attempts.empty()) json.end_array();
  json.end_object().end_object();
}

}  // namespace

RestResult rest_apps(const RestRequest& request) {
  const auto filter = filter_of(request.query);
  if (!filter) return filter.error();
  const std::int64_t now = http::wall_clock_ms();
  http::JsonWriter json;
  json.begin_object().key("apps").begin_object();
  std::int64_t count = 0;
  for (const auto& [id, application] : request.cluster.applications()) {
    if (count >= filter->limit) break;
    if (!request.cluster.may_view(application, request.caller) || !passes(*filter, application))
      continue;
    if (count++ == 0) json.key("app").begin_array();
    json.begin_object();
    write_application(json, request.cluster, application, now);
    json.end_object();
  }
  if (count > 0) json.end_array();
  json.end_object().end_object();
  return std::move(json).text();
}

RestResult rest_app(const RestRequest& request) {
  const auto found = application_of(request);
  if (!found) return found.error();
  const Application& application = **found;
  const std::string part = request.words.size() > 2 ? request.words[2] : "";
  http::JsonWriter json;
  if (part.empty()) {
    json.begin_object().key("app").begin_object();
    write_application(json, request.cluster, application, http::wall_clock_ms());
    json.end_object().end_object();
  } else if (part == "state") {
    json.begin_object().member("state", to_text(application.state)).end_object();
  } else if (part == "queue") {
    json.begin_object().member("queue", application.queue).end_object();
  } else if (part == "priority") {
    json.begin_object().member("priority", application.priority).end_object();
  } else if (part == "timeouts" && request.words.size() == 3) {
    json.begin_object().key("timeouts").begin_object().key("timeout").begin_array();
    write_lifetime(json, request.cluster.lifetime_of(application));
    json.end_array().end_object().end_object();
  } else if (part == "timeouts" && request.words[3] == "LIFETIME") {
    json.begin_object().key("timeout");
    write_lifetime(json, request.cluster.lifetime_of(application));
    json.end_object();
  } else if (part == "appattempts") {
    write_attempts(json, application);
  } else {
    return RestRefusal{404, "org.apache.hadoop.yarn.webapp.NotFoundException",
                       "null for uri: apps/" + request.words[1] + "/" + part};
  }
  return std::move(json).text();
}

RestResult rest_app_statistics(const RestRequest& request) {
  constexpr std::array<std::string_view, 8> kOrder{
      "SUBMITTED", "NEW_SAVING", "FINISHED", "FAILED", "RUNNING", "KILLED", "NEW", "ACCEPTED"};
  http::JsonWriter json;
  json.begin_object().key("appStatInfo").begin_object().key("statItem").begin_array();
  for (const std::string_view state : kOrder) {
    const auto count = std::ranges::count_if(request.cluster.applications(), [&](const auto& it) {
      return to_text(it.second.state) == state;
    });
    json.begin_object().member("state", state).member("type", "*");
    json.member("count", static_cast<std::int64_t>(count)).end_object();
  }
  json.end_array().end_object().end_object();
  return std::move(json).text();
}

}  // namespace mammoth::yarn
