#include <algorithm>

#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

namespace {

using Request = wire::GetApplicationsRequestProto;

template <class List, class Value>
bool none_or_holds(const List& list, const Value& value) {
  return list.empty() || std::ranges::find(list, value) != list.end();
}

bool within(std::int64_t value, bool has_begin, std::int64_t begin, bool has_end,
            std::int64_t end) {
  return (!has_begin || value >= begin) && (!has_end || value <= end);
}

bool in_queue(const Request& request, const std::string& path) {
  if (request.queues().empty()) return true;
  const std::string leaf = path.substr(path.rfind('.') + 1);
  return std::ranges::any_of(request.queues(), [&](const std::string& wanted) {
    return wanted == path || wanted == leaf || path.starts_with(wanted + ".");
  });
}

bool matches(const Request& request, const wire::ApplicationReportProto& report,
             const std::set<std::string>& tags) {
  return none_or_holds(request.application_types(), report.applicationtype()) &&
         none_or_holds(request.application_states(),
                       static_cast<int>(report.yarn_application_state())) &&
         none_or_holds(request.users(), report.user()) && in_queue(request, report.queue()) &&
         within(report.starttime(), request.has_start_begin(), request.start_begin(),
                request.has_start_end(), request.start_end()) &&
         within(report.finishtime(), request.has_finish_begin(), request.finish_begin(),
                request.has_finish_end(), request.finish_end()) &&
         (request.applicationtags().empty() ||
          std::ranges::any_of(request.applicationtags(),
                              [&](const std::string& tag) { return tags.contains(tag); })) &&
         (!request.has_name() || request.name() == report.name());
}

}  // namespace

Result<wire::GetApplicationsResponseProto> ClientProtocol::get_applications(
    const wire::GetApplicationsRequestProto& request, rpc::Call& call) {
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) {
    wire::GetApplicationsResponseProto response;
    for (const auto& [id, application] : cluster.applications()) {
      if (request.has_limit() && response.applications_size() >= request.limit()) break;
      if (request.scope() == wire::OWN && application.spec.user != caller.user) continue;
      if (request.scope() == wire::VIEWABLE && !cluster.may_view(application, caller)) continue;
      wire::ApplicationReportProto report = application_report(cluster, application, caller);
      if (matches(request, report, application.spec.tags))
        *response.add_applications() = std::move(report);
    }
    return response;
  });
}

}  // namespace mammoth::yarn
