#include "spark-core/deploy/master_page.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "common/http/json.h"

namespace mammoth::spark::deploy {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string java_date(std::int64_t wall_ms) {
  return fmt::format("{:%a %b %d %H:%M:%S %Z %Y}",
                     fmt::localtime(static_cast<std::time_t>(wall_ms / 1000)));
}

void write_application(http::JsonWriter& json, const ApplicationInfo& application,
                       std::int64_t now_ms) {
  json.begin_object().member("id", application.id).member("starttime", application.started_ms);
  json.member("name", application.who.name).member("cores", application.cores_granted());
  json.member("user", application.who.user);
  json.member("memoryperexecutor", application.who.executor_memory_bytes / kMiB);
  json.member("submitdate", java_date(application.started_ms));
  json.member("state", application.state);
  const std::int64_t end = application.ended_ms != 0 ? application.ended_ms : now_ms;
  json.member("duration", end - application.started_ms).end_object();
}

void write_worker(http::JsonWriter& json, const WorkerInfo& worker) {
  json.begin_object().member("id", worker.who.id).member("host", worker.who.host);
  json.member("cores", worker.who.cores).member("coresused", worker.cores_used);
  json.member("coresfree", worker.cores_free());
  json.member("memory", worker.who.memory_bytes / kMiB);
  json.member("memoryused", worker.memory_used / kMiB);
  json.member("memoryfree", worker.memory_free() / kMiB);
  json.member("state", "ALIVE").end_object();
}

void write_driver(http::JsonWriter& json, const DriverInfo& driver) {
  json.begin_object().member("id", driver.id);
  json.member("starttime", std::to_string(driver.submitted_ms));
  json.member("state", to_text(driver.state)).member("cores", driver.who.cores);
  json.member("memory", driver.who.memory_bytes / kMiB);
  json.member("submitdate", java_date(driver.submitted_ms)).member("worker", driver.worker);
  json.member("mainclass", driver.who.entry).end_object();
}

}  // namespace

std::string master_json(const std::string& url, const ClusterState& state, std::int64_t now_ms) {
  http::JsonWriter json;
  json.begin_object().member("url", url).key("workers").begin_array();
  int cores = 0, cores_used = 0;
  std::uint64_t memory = 0, memory_used = 0;
  for (const auto& [id, worker] : state.workers()) {
    write_worker(json, worker);
    cores += worker.who.cores;
    cores_used += worker.cores_used;
    memory += worker.who.memory_bytes;
    memory_used += worker.memory_used;
  }
  json.end_array().member("aliveworkers", state.workers().size());
  json.member("cores", cores).member("coresused", cores_used);
  json.member("memory", memory / kMiB).member("memoryused", memory_used / kMiB);
  json.key("activeapps").begin_array();
  for (const auto& [id, application] : state.applications())
    write_application(json, application, now_ms);
  json.end_array().key("completedapps").begin_array();
  for (const ApplicationInfo& application : state.completed())
    write_application(json, application, now_ms);
  json.end_array().key("activedrivers").begin_array();
  for (const auto& [id, driver] : state.drivers()) write_driver(json, driver);
  json.end_array().key("completeddrivers").begin_array();
  for (const DriverInfo& driver : state.completed_drivers()) write_driver(json, driver);
  json.end_array();
  json.member("status", "ALIVE").end_object();
  return std::move(json).text();
}

std::string master_page(const std::string& url, const ClusterState& state) {
  std::string page = fmt::format(
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Spark Master at {0}</title></head>"
      "<body><h1>Spark Master at {0}</h1><h2>Workers</h2><table border=1><tr><th>Worker Id<th>Cores"
      "<th>Memory</tr>",
      escaped(url));
  for (const auto& [id, worker] : state.workers())
    page += fmt::format("<tr><td>{}<td>{} ({} used)<td>{} MiB ({} used)</tr>", escaped(id),
                        worker.who.cores, worker.cores_used, worker.who.memory_bytes / kMiB,
                        worker.memory_used / kMiB);
  page += "</table><h2>Applications</h2><table border=1><tr><th>Application ID<th>Name<th>Cores"
          "<th>User<th>State</tr>";
  const auto row = [&](const ApplicationInfo& application) {
    page += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}</tr>", escaped(application.id),
                        escaped(application.who.name), application.cores_granted(),
                        escaped(application.who.user), application.state);
  };
  for (const auto& [id, application] : state.applications()) row(application);
  for (const ApplicationInfo& application : state.completed()) row(application);
  return page + "</table></body></html>\n";
}

}  // namespace mammoth::spark::deploy
