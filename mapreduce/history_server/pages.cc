#include "mapreduce/history_server/pages.h"

#include <fmt/format.h>

#include <ctime>

#include "mapreduce/history_server/rest.h"

namespace mammoth::mapreduce::history {

namespace {

constexpr std::string_view kPages = "/jobhistory";

constexpr std::string_view kStyle =
    "body{font-family:sans-serif;margin:2em;color:#222}table{border-collapse:collapse}"
    "td,th{border:1px solid #ccc;padding:.25em .6em;text-align:left;vertical-align:top}"
    "th{background:#eee}a{color:#05a}";

std::string html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string time_text(std::int64_t ms) {
  if (ms <= 0) return "N/A";
  const std::time_t seconds = ms / 1000;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[64];
  const std::size_t length = std::strftime(text, sizeof text, "%a %b %d %H:%M:%S %Z %Y", &local);
  return {text, length};
}

class Table {
 public:
  explicit Table(const std::vector<std::string_view>& titles) {
    text_ = "<table><tr>";
    for (const std::string_view title : titles) text_ += fmt::format("<th>{}</th>", title);
    text_ += "</tr>\n";
  }
  Table() : text_("<table>\n") {}
  // Cells are HTML.
  void row(const std::vector<std::string>& cells) {
    text_ += "<tr>";
    for (const std::string& cell : cells) text_ += fmt::format("<td>{}</td>", cell);
    text_ += "</tr>\n";
  }
  std::string text() const { return text_ + "</table>\n"; }

 private:
  std::string text_;
};

http::Response page_of(unsigned status, const std::string& title, const std::string& body) {
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"}},
          .body = fmt::format("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                              "<title>{0}</title><style>{1}</style></head><body><p>"
                              "<a href=\"/jobhistory\">JobHistory</a></p><h1>{0}</h1>\n{2}"
                              "</body></html>\n",
                              html(title), kStyle, body)};
}

std::string link_to(std::string_view kind, const std::string& job, std::string_view text) {
  return fmt::format("<a href=\"/jobhistory/{}/{}\">{}</a>", kind, html(job), html(text));
}

http::Response jobs_page(HistoryStore& store) {
  store.scan();
  Table table({"Submit Time", "Start Time", "Finish Time", "Job ID", "Name", "User", "Queue",
               "State", "Maps", "Reduces"});
  const std::vector<HistoryEntry> entries = store.entries();
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const JobIndex& index = entry->index;
    table.row({time_text(index.submit_time), time_text(index.start_time),
               time_text(index.finish_time), link_to("job", index.job_id, index.job_id),
               html(index.job_name), html(index.user), html(index.queue), html(index.status),
               std::to_string(index.finished_maps), std::to_string(index.finished_reduces)});
  }
  return page_of(200, "Retired Jobs", table.text());
}

http::Response job_page(const JobHistory& job) {
  const JobAverages averages = averages_of(job);
  Table facts;
  const auto add = [&](const char* name, const std::string& value) {
    facts.row({name, html(value)});
  };
  add("Job Name:", job.name);
  add("User Name:", job.user);
  add("Queue:", job.queue);
  add("State:", job.status);
  add("Uberized:", job.uberized ? "true" : "false");
  add("Submitted:", time_text(job.submit_time));
  add("Started:", time_text(job.launch_time));
  add("Finished:", time_text(job.finish_time));
  add("Elapsed:", fmt::format("{} ms", elapsed(job.launch_time, job.finish_time)));
  add("Diagnostics:", job.diagnostics);
  add("Average Map Time", fmt::format("{} ms", averages.map_ms));
  add("Average Shuffle Time", fmt::format("{} ms", averages.shuffle_ms));
  add("Average Merge Time", fmt::format("{} ms", averages.merge_ms));
  add("Average Reduce Time", fmt::format("{} ms", averages.reduce_ms));
  Table attempts({"Task Type", "Total", "Complete", "Failed", "Killed", "Successful"});
  const auto row = [&](const char* type, int total, int complete, const AttemptCounts& counts) {
    attempts.row({fmt::format("<a href=\"/jobhistory/tasks/{}/{}\">{}</a>", html(job.id),
                              type[0] == 'M' ? 'm' : 'r', type),
                  std::to_string(total), std::to_string(complete), std::to_string(counts.failed),
                  std::to_string(counts.killed), std::to_string(counts.successful)});
  };
  row("Map", job.total_maps, completed_maps(job), averages.maps);
  row("Reduce", job.total_reduces, completed_reduces(job), averages.reduces);
  return page_of(
      200, "MapReduce Job " + job.id,
      fmt::format("<p>{} {}</p>{}<h2>Tasks and attempts</h2>{}",
                  link_to("jobcounters", job.id, "Counters"),
                  link_to("conf", job.id, "Configuration"), facts.text(), attempts.text()));
}

http::Response tasks_page(const JobHistory& job, std::string_view type) {
  Table table({"Task", "State", "Attempt", "State", "Node", "Start Time", "Finish Time", "Elapsed",
               "Note"});
  for (const auto& [id, task] : job.tasks) {
    if (!type.empty() && (type == "m") != task.is_map) continue;
    for (const auto& [attempt_id, attempt] : task.attempts)
      table.row({html(id), html(task.status), html(attempt_id), html(attempt.status),
                 html(attempt.tracker_name), time_text(attempt.start_time),
                 time_text(attempt.finish_time),
                 fmt::format("{} ms", elapsed(attempt.start_time, attempt.finish_time)),
                 html(attempt.error)});
  }
  return page_of(200, "Tasks for " + job.id, table.text());
}

http::Response counters_page(const JobHistory& job) {
  Counters maps;
  Counters reduces;
  for (const auto& [id, task] : job.tasks)
    (task.is_map ? maps : reduces).incrAllCounters(task.counters);
  Table table({"Counter Group", "Name", "Map", "Reduce", "Total"});
  for (const CounterGroup* group : job.total_counters.groups())
    for (const Counter* counter : group->counters())
      table.row({html(group->getDisplayName()), html(counter->getDisplayName()),
                 std::to_string(maps.getValue(group->getName(), counter->getName())),
                 std::to_string(reduces.getValue(group->getName(), counter->getName())),
                 std::to_string(counter->getValue())});
  return page_of(200, "Counters for " + job.id, table.text());
}

http::Response conf_of_job(const HistoryStore& store, const std::string& id) {
  const auto properties = store.configuration_of(id);
  if (!properties) return page_of(404, "Error", "<p>" + html(properties.error().message) + "</p>");
  Table table({"key", "value"});
  for (const HistoryStore::Property& property : *properties)
    table.row({html(property.name), html(property.value)});
  return page_of(200, "Configuration for MapReduce Job " + id, table.text());
}

}  // namespace

std::optional<http::Response> history_page(HistoryStore& store, const http::Request& request) {
  if (request.path == "/")
    return http::Response{.status = 302, .headers = {{"Location", std::string(kPages)}}};
  if (!request.path.starts_with(kPages)) return std::nullopt;
  std::string_view rest = std::string_view(request.path).substr(kPages.size());
  if (rest.empty() || rest == "/" || rest == "/app") return jobs_page(store);
  if (rest.front() != '/') return std::nullopt;
  rest.remove_prefix(1);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view kind = rest.substr(0, slash);
  rest.remove_prefix(slash + 1);
  const std::string id(rest.substr(0, rest.find('/')));
  const std::string_view type = id.size() < rest.size() ? rest.substr(id.size() + 1) : "";
  if (!index_of_file_name(id + "-1-u-n-1-0-0-S-q-1.jhist"))
    return page_of(404, "Error", "<p>JobId string : " + html(id) + " is not properly formed</p>");
  const auto job = store.job(id);
  if (!job) return page_of(404, "Error", "<p>" + html(job.error().message) + "</p>");
  if (kind == "job") return job_page(**job);
  if (kind == "tasks") return tasks_page(**job, type);
  if (kind == "jobcounters") return counters_page(**job);
  if (kind == "conf") return conf_of_job(store, id);
  return std::nullopt;
}

}  // namespace mammoth::mapreduce::history
