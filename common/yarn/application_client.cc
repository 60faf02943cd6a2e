#include "common/yarn/application_client.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "common/config/keys.h"
#include "common/config/keys/yarn.h"
#include "common/config/values.h"
#include "common/protocol/yarn/client_application.pb.h"
#include "common/yarn/convert.h"
#include "common/yarn/ids.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kClientProtocol = "org.apache.hadoop.yarn.api.ApplicationClientProtocolPB";
constexpr std::chrono::milliseconds kSubmitPoll{50};
constexpr int kSubmitPolls = 1200;

// A report that is older than the restart of a ResourceManager has neither.
bool is_saved(ApplicationState state) {
  return state != ApplicationState::kNew && state != ApplicationState::kNewSaving;
}

Result<wire::ApplicationSubmissionContextProto> submission_context(const Submission& it) {
  wire::ApplicationSubmissionContextProto context;
  *context.mutable_application_id() = TRY(parse_application_id(it.id));
  context.set_application_name(it.name);
  context.set_queue(it.queue);
  if (it.priority) context.mutable_priority()->set_priority(*it.priority);
  *context.mutable_am_container_spec() = TRY(launch_context(it.launch));
  context.set_cancel_tokens_when_complete(true);
  context.set_unmanaged_am(false);
  if (it.max_attempts > 0) context.set_maxappattempts(it.max_attempts);
  set_resource(*context.mutable_resource(), it.master);
  context.set_applicationtype(it.type);
  context.set_keep_containers_across_application_attempts(it.keeps_containers);
  for (const std::string& tag : it.tags) context.add_applicationtags(tag);
  if (!it.node_label.empty()) context.set_node_label_expression(it.node_label);
  return context;
}

}  // namespace

Result<std::vector<HostPort>> resource_manager_addresses(const Configuration& configuration,
                                                         const ConfigKey& key) {
  const auto single = [&]() -> Result<std::vector<HostPort>> {
    const auto address = configuration.get_address(key);
    if (!address)
      return Error{ErrorCode::kIllegalArgument, fmt::format("{} has no value", key.name)};
    return std::vector<HostPort>{*address};
  };
  const Result<bool> several =
      parse_bool(configuration.find("yarn.resourcemanager.ha.enabled").value_or("false"));
  if (!several || !*several) return single();
  std::vector<HostPort> addresses;
  for (const auto& id :
       split_list(configuration.find("yarn.resourcemanager.ha.rm-ids").value_or(""))) {
    const auto given = configuration.find(fmt::format("{}.{}", key.name, id));
    const auto host = configuration.find("yarn.resourcemanager.hostname." + id);
    if (!given && !host)
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{0}.{1} is not set, and yarn.resourcemanager.hostname.{1} neither",
                               key.name, id)};
    const std::uint16_t port = TRY(single()).front().port;
    addresses.push_back(TRY(parse_host_port(given ? *given : *host, port)));
  }
  if (addresses.empty()) return single();
  return addresses;
}

ApplicationClient::ApplicationClient(const Configuration& configuration, std::string user)
    : user_(std::move(user)),
      client_(rpc::ClientOptions{.caller_context = "CLI"}),
      proxy_(client_.proxy(
          {.addresses =
               resource_manager_addresses(configuration, keys::kYarnResourcemanagerAddress).value(),
           .protocol = kClientProtocol,
           .user = user_})) {}

Result<NewApplication> ApplicationClient::new_application() {
  const auto answer = TRY(proxy_->call<wire::GetNewApplicationResponseProto>(
      "getNewApplication", wire::GetNewApplicationRequestProto()));
  return NewApplication{yarn_tokens::id_text(answer.application_id()),
                        resources_of(answer.maximumcapability())};
}

Result<void> ApplicationClient::submit(const Submission& submission) {
  wire::SubmitApplicationRequestProto request;
  *request.mutable_application_submission_context() = TRY(submission_context(submission));
  TRY(proxy_->call<wire::SubmitApplicationResponseProto>("submitApplication", request));
  for (int i = 0; i < kSubmitPolls; ++i) {
    if (is_saved(TRY(report(submission.id)).state)) return {};
    std::this_thread::sleep_for(kSubmitPoll);
  }
  return Error{ErrorCode::kIo,
               fmt::format("Timed out while waiting for application {} to be submitted "
                           "successfully",
                           submission.id)};
}

Result<ApplicationReport> ApplicationClient::report(const std::string& application) {
  wire::GetApplicationReportRequestProto request;
  *request.mutable_application_id() = TRY(parse_application_id(application));
  return report_of(
      TRY(proxy_->call<wire::GetApplicationReportResponseProto>("getApplicationReport", request))
          .application_report());
}

Result<bool> ApplicationClient::force_kill(const std::string& application,
                                           const std::string& diagnostics) {
  wire::KillApplicationRequestProto request;
  *request.mutable_application_id() = TRY(parse_application_id(application));
  if (!diagnostics.empty()) request.set_diagnostics(diagnostics);
  return TRY(proxy_->call<wire::KillApplicationResponseProto>("forceKillApplication", request))
      .is_kill_completed();
}

}  // namespace mammoth::yarn
