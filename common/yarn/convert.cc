#include "common/yarn/convert.h"

#include <charconv>

#include "common/protocol/yarn/application.pb.h"
#include "common/protocol/yarn/container.pb.h"
#include "common/protocol/yarn/launch_context.pb.h"
#include "common/protocol/yarn/local_resource.pb.h"
#include "common/protocol/yarn/resource.pb.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn {

namespace {

using yarn_tokens::id_text;

// "scheme://host:port/file" in the parts that Hadoop's URL message has.
Result<void> set_url(wire::URLProto& out, const std::string& uri) {
  const Error malformed{ErrorCode::kIllegalArgument, "not the URI of a resource: " + uri};
  const std::size_t colon = uri.find(':');
  if (colon == 0 || colon == std::string::npos) return malformed;
  out.set_scheme(uri.substr(0, colon));
  std::string_view rest = std::string_view(uri).substr(colon + 1);
  out.set_port(-1);
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    rest.remove_prefix(slash);
    if (const std::size_t at = authority.rfind(':'); at != std::string_view::npos) {
      int port = 0;
      const char* const end = authority.data() + authority.size();
      if (std::from_chars(authority.data() + at + 1, end, port).ptr != end) return malformed;
      out.set_port(port);
      authority = authority.substr(0, at);
    }
    if (!authority.empty()) out.set_host(std::string(authority));
  }
  if (!rest.starts_with('/')) return malformed;
  out.set_file(std::string(rest));
  return {};
}

void add_units(wire::ResourceProto& out, const char* name, std::int64_t value, const char* units) {
  auto& entry = *out.add_resource_value_map();
  entry.set_key(name);
  entry.set_value(value);
  entry.set_units(units);
  entry.set_type(wire::COUNTABLE);
}

}  // namespace

void set_resource(wire::ResourceProto& out, const Resources& resources) {
  out.set_memory(resources.memory_mb);
  out.set_virtual_cores(resources.vcores);
  add_units(out, "memory-mb", resources.memory_mb, "Mi");
  add_units(out, "vcores", resources.vcores, "");
}

Resources resources_of(const wire::ResourceProto& resource) {
  return {resource.memory(), resource.virtual_cores()};
}

Container container_of(const wire::ContainerProto& it) {
  Container container;
  container.id = id_text(it.id());
  container.node = id_text(it.nodeid());
  container.host = it.nodeid().host();
  container.http_address = it.node_http_address();
  container.priority = it.priority().priority();
  container.resources = resources_of(it.resource());
  container.allocation_request_id = it.allocation_request_id();
  container.token = it.container_token().SerializeAsString();
  return container;
}

ApplicationReport report_of(const wire::ApplicationReportProto& it) {
  ApplicationReport report;
  report.id = id_text(it.applicationid());
  if (it.has_currentapplicationattemptid())
    report.attempt = id_text(it.currentapplicationattemptid());
  report.user = it.user();
  report.queue = it.queue();
  report.name = it.name();
  if (it.has_yarn_application_state())
    report.state = static_cast<ApplicationState>(it.yarn_application_state() - wire::NEW);
  report.final_status = static_cast<FinalStatus>(it.final_application_status());
  report.diagnostics = it.diagnostics();
  report.master_host = it.host();
  report.master_port = it.rpc_port();
  report.tracking_url = it.trackingurl();
  report.original_tracking_url = it.originaltrackingurl();
  report.progress = it.progress();
  report.start_ms = it.starttime();
  report.finish_ms = it.finishtime();
  if (it.has_client_to_am_token())
    report.client_to_master_token = security::from_proto(it.client_to_am_token());
  return report;
}

Result<wire::ContainerLaunchContextProto> launch_context(const Launch& launch) {
  wire::ContainerLaunchContextProto context;
  for (const auto& [name, resource] : launch.resources) {
    auto& entry = *context.add_localresources();
    entry.set_key(name);
    auto& value = *entry.mutable_value();
    TRY(set_url(*value.mutable_resource(), resource.uri));
    value.set_size(resource.size);
    value.set_timestamp(resource.timestamp_ms);
    value.set_type(resource.type == LocalResource::Type::kArchive ? wire::ARCHIVE : wire::FILE);
    using enum LocalResource::Visibility;
    value.set_visibility(resource.visibility == kPublic    ? wire::PUBLIC
                         : resource.visibility == kPrivate ? wire::PRIVATE
                                                           : wire::APPLICATION);
  }
  for (const auto& [key, value] : launch.environment) {
    auto& entry = *context.add_environment();
    entry.set_key(key);
    entry.set_value(value);
  }
  for (const std::string& command : launch.commands) context.add_command(command);
  if (!launch.credentials.empty()) context.set_tokens(launch.credentials);
  for (const auto& [name, data] : launch.service_data) {
    auto& entry = *context.add_service_data();
    entry.set_key(name);
    entry.set_value(data);
  }
  return context;
}

}  // namespace mammoth::yarn
