// `mapred job -list` and `-list-active-trackers`: what the ResourceManager knows.
#include <fmt/format.h>

#include <cstdio>

#include "common/protocol/yarn/client_application.pb.h"
#include "common/protocol/yarn/client_cluster.pb.h"
#include "common/yarn/application_client.h"
#include "common/yarn_tokens/id_text.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/client/job_command.h"
#include "mapreduce/client/yarn_job.h"

namespace mammoth::mapreduce::engine {

namespace {

namespace yarn_wire = ::hadoop::yarn;

constexpr std::size_t kNameColumns = 40;

const char* old_state(const yarn_wire::ApplicationReportProto& report) {
  switch (report.yarn_application_state()) {
    case yarn_wire::RUNNING:
      return "RUNNING";
    case yarn_wire::FINISHED:
      if (report.final_application_status() == yarn_wire::APP_SUCCEEDED) return "SUCCEEDED";
      return report.final_application_status() == yarn_wire::APP_KILLED ? "KILLED" : "FAILED";
    case yarn_wire::FAILED:
      return "FAILED";
    case yarn_wire::KILLED:
      return "KILLED";
    default:
      return "PREP";
  }
}

bool is_over(const yarn_wire::ApplicationReportProto& report) {
  const auto state = report.yarn_application_state();
  return state == yarn_wire::FINISHED || state == yarn_wire::FAILED || state == yarn_wire::KILLED;
}

const char* priority_name(int priority) {
  switch (priority) {
    case 5:
      return "VERY_HIGH";
    case 4:
      return "HIGH";
    case 3:
      return "NORMAL";
    case 2:
      return "LOW";
    case 1:
      return "VERY_LOW";
    case 0:
      return "DEFAULT";
    default:
      return "UNDEFINED_PRIORITY";
  }
}

std::string count_text(int count) {
  return count < 0 ? "N/A" : std::to_string(count);
}
std::string memory_text(std::int64_t megabytes) {
  return megabytes < 0 ? "N/A" : fmt::format("{}M", megabytes);
}

void print_row(const yarn_wire::ApplicationReportProto& report) {
  const auto& use = report.app_resource_usage();
  fmt::print(
      "{:>23}\t{:>40}\t{:>10}\t{:>14}\t{:>12}\t{:>12}\t{:>10}\t{:>15}\t{:>15}\t{:>8}\t{:>8}\t"
      "{:>10}\t{:>10}\n",
      jobOfApplication(yarn_tokens::id_text(report.applicationid())).toString(),
      report.name().substr(0, kNameColumns), old_state(report), report.starttime(), report.user(),
      report.queue(), priority_name(report.priority().priority()),
      count_text(use.num_used_containers()), count_text(use.num_reserved_containers()),
      memory_text(use.used_resources().memory()), memory_text(use.reserved_resources().memory()),
      memory_text(use.needed_resources().memory()), report.trackingurl());
}

}  // namespace

int list_jobs(const Configuration& configuration, bool all) {
  yarn::ApplicationClient client(configuration.properties());
  yarn_wire::GetApplicationsRequestProto request;
  request.add_application_types("MAPREDUCE");
  const auto answer = orRaise(
      client.proxy().call<yarn_wire::GetApplicationsResponseProto>("getApplications", request));
  std::vector<const yarn_wire::ApplicationReportProto*> shown;
  for (const auto& report : answer.applications())
    if (all || !is_over(report)) shown.push_back(&report);
  fmt::print("Total jobs:{}\n", shown.size());
  fmt::print(
      "{:>23}\t{:>40}\t{:>10}\t{:>14}\t{:>12}\t{:>12}\t{:>10}\t{:>15}\t{:>15}\t{:>8}\t{:>8}\t"
      "{:>10}\t{:>10}\n",
      "JobId", "JobName", "State", "StartTime", "UserName", "Queue", "Priority", "UsedContainers",
      "RsvdContainers", "UsedMem", "RsvdMem", "NeededMem", "AM info");
  for (const auto* report : shown) print_row(*report);
  return 0;
}

int list_trackers(const Configuration& configuration) {
  yarn::ApplicationClient client(configuration.properties());
  yarn_wire::GetClusterNodesRequestProto request;
  request.add_nodestates(yarn_wire::NS_RUNNING);
  const auto answer = orRaise(
      client.proxy().call<yarn_wire::GetClusterNodesResponseProto>("getClusterNodes", request));
  for (const auto& node : answer.nodereports())
    fmt::print("tracker_{}\n", yarn_tokens::id_text(node.nodeid()));
  return 0;
}

}  // namespace mammoth::mapreduce::engine
