#include "mapreduce/history_server/rest.h"

#include <fmt/format.h>

#include <algorithm>

namespace mammoth::mapreduce::history {

namespace {

constexpr std::string_view kRoot = "/ws/v1/history";

http::Response json_answer(unsigned status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json;charset=utf-8"},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"}},
          .body = std::move(body)};
}

http::Response refused(const RestRefusal& refusal) {
  const std::string package = refusal.exception == "IllegalArgumentException"
                                  ? "java.lang."
                                  : "org.apache.hadoop.yarn.webapp.";
  http::JsonWriter json;
  json.begin_object().key("RemoteException").begin_object();
  json.member("exception", refusal.exception).member("message", refusal.message);
  json.member("javaClassName", package + refusal.exception);
  json.end_object().end_object();
  return json_answer(refusal.status, std::move(json).text());
}

RestRefusal not_found(const std::string& message) {
  return {404, "NotFoundException", "java.lang.Exception: " + message};
}

std::vector<std::string> words_of(std::string_view path) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) words.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::string info(std::int64_t started_ms) {
  http::JsonWriter json;
  json.begin_object().key("historyInfo").begin_object();
  json.member("startedOn", started_ms).member("hadoopVersion", "3.4.2");
  json.member("hadoopBuildVersion", "3.4.2 (Mammoth)").member("hadoopVersionBuiltOn", "");
  json.end_object().end_object();
  return std::move(json).text();
}

template <class Write>
std::string one(const char* name, Write write) {
  http::JsonWriter json;
  json.begin_object().key(name).begin_object();
  write(json);
  json.end_object().end_object();
  return std::move(json).text();
}

// "job_1_0003": three words, the last a number.
bool is_job_id(const std::string& id) {
  return id.starts_with("job_") && std::ranges::count(id, '_') == 2 &&
         id.find_first_not_of("0123456789", id.rfind('_') + 1) == std::string::npos &&
         !id.ends_with('_');
}

RestResult<std::string> configuration_answer(const HistoryStore& store, const std::string& id) {
  const Result<std::vector<HistoryStore::Property>> properties = store.configuration_of(id);
  if (!properties) return not_found(properties.error().message);
  http::JsonWriter json;
  json.begin_object().key("conf").begin_object();
  json.member("path", properties->empty() ? std::string() : properties->front().sources.back());
  json.key("property").begin_array();
  for (const HistoryStore::Property& property : *properties) {
    json.begin_object().member("name", property.name).member("value", property.value);
    json.key("source").begin_array();
    for (const std::string& source : property.sources) json.value(source);
    json.end_array().end_object();
  }
  json.end_array().end_object().end_object();
  return std::move(json).text();
}

RestResult<std::string> tasks_answer(const JobHistory& job, const http::Query& query) {
  const std::string type(query.find("type").value_or(""));
  if (!type.empty() && type != "m" && type != "r")
    return RestRefusal{400, "BadRequestException",
                       "java.lang.Exception: tasktype must be either m or r"};
  http::JsonWriter json;
  json.begin_object().key("tasks").begin_object();
  bool is_first = true;
  for (const auto& [id, task] : job.tasks) {
    if (!type.empty() && (type == "m") != task.is_map) continue;
    if (is_first) json.key("task").begin_array();
    is_first = false;
    json.begin_object();
    write_task(json, task);
    json.end_object();
  }
  if (!is_first) json.end_array();
  json.end_object().end_object();
  return std::move(json).text();
}

std::string attempts_answer(const TaskHistory& task) {
  http::JsonWriter json;
  json.begin_object().key("taskAttempts").begin_object().key("taskAttempt").begin_array();
  for (const auto& [id, attempt] : task.attempts) {
    json.begin_object();
    write_attempt(json, attempt);
    json.end_object();
  }
  json.end_array().end_object().end_object();
  return std::move(json).text();
}

// tasks/ID[/counters|/attempts[/ID[/counters]]]; `words` begins with the task's id.
RestResult<std::string> task_answer(const JobHistory& job, const std::vector<std::string>& words) {
  if (!words[0].starts_with("task_"))
    return not_found(fmt::format("TaskId string : {} is not properly formed", words[0]));
  const auto found = job.tasks.find(words[0]);
  if (found == job.tasks.end()) return not_found("task not found with id " + words[0]);
  const TaskHistory& task = found->second;
  if (words.size() == 1) return one("task", [&](auto& json) { write_task(json, task); });
  if (words.size() == 2 && words[1] == "counters") return rest_task_counters(task);
  if (words[1] != "attempts" || words.size() > 4) return not_found(words[1] + " not found");
  if (words.size() == 2) return attempts_answer(task);
  if (!words[2].starts_with("attempt_"))
    return not_found(fmt::format("TaskAttemptId string : {} is not properly formed", words[2]));
  const auto attempt = task.attempts.find(words[2]);
  if (attempt == task.attempts.end())
    return not_found("Error getting info on task attempt id " + words[2]);
  if (words.size() == 4) return rest_attempt_counters(attempt->second);
  return one("taskAttempt", [&](auto& json) { write_attempt(json, attempt->second); });
}

// mapreduce/jobs/ID…
RestResult<std::string> job_answer(const RestParts& parts, const http::Request& request,
                                   const std::vector<std::string>& words) {
  const std::string& id = words[2];
  if (!is_job_id(id)) return not_found(fmt::format("JobId string : {} is not properly formed", id));
  const Result<std::shared_ptr<const JobHistory>> found = parts.store.job(id);
  if (!found) return not_found(found.error().message);
  const JobHistory& job = **found;
  if (words.size() == 3) return one("job", [&](auto& json) { write_job(json, job); });
  const std::string& part = words[3];
  if (part == "tasks") {
    if (words.size() == 4) return tasks_answer(job, request.query);
    return task_answer(job, {words.begin() + 4, words.end()});
  }
  if (words.size() > 4) return not_found(words[4] + " not found");
  if (part == "counters") return rest_job_counters(job);
  if (part == "conf") return configuration_answer(parts.store, id);
  const std::string host(request.header("Host").value_or("localhost"));
  if (part == "jobattempts") return rest_master_attempts(job, fmt::format("http://{}/", host));
  return not_found(part + " not found");
}

}  // namespace

std::optional<http::Response> history_rest(const RestParts& parts, const http::Request& request) {
  if (!request.path.starts_with(kRoot)) return std::nullopt;
  const std::string_view rest = std::string_view(request.path).substr(kRoot.size());
  if (!rest.empty() && rest.front() != '/') return std::nullopt;
  const std::vector<std::string> words = words_of(rest);
  if (words.empty() || (words.size() == 1 && words[0] == "info"))
    return json_answer(200, info(parts.started_ms));
  if (words.size() < 2 || words[0] != "mapreduce" || words[1] != "jobs")
    return refused(not_found("null for uri: " + request.target));
  const RestResult<std::string> answer =
      words.size() == 2 ? rest_jobs(parts.store, request.query) : job_answer(parts, request, words);
  return answer ? json_answer(200, *answer) : refused(answer.error());
}

}  // namespace mammoth::mapreduce::history
