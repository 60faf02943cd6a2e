#include "yarn/node_manager/rpc/convert.h"

#include <fmt/format.h>

#include <charconv>
#include <csignal>

#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/node_status.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/security/credentials.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::string_view kYarnExceptions = "org.apache.hadoop.yarn.exceptions.";

ResourceType type_of(wire::LocalResourceTypeProto type) {
  if (type == wire::ARCHIVE) return ResourceType::kArchive;
  return type == wire::PATTERN ? ResourceType::kPattern : ResourceType::kFile;
}

Visibility visibility_of(wire::LocalResourceVisibilityProto visibility) {
  if (visibility == wire::PUBLIC) return Visibility::kPublic;
  return visibility == wire::PRIVATE ? Visibility::kPrivate : Visibility::kApplication;
}

std::string uri_of(const wire::URLProto& url) {
  std::string uri;
  if (!url.scheme().empty()) uri = url.scheme() + ":";
  if (!url.host().empty()) {
    uri += "//" + url.host();
    if (url.port() > 0) uri += ":" + std::to_string(url.port());
  } else if (url.scheme() == "file") {
    uri += "//";
  }
  return uri + url.file();
}

Result<LocalResource> local_resource_of(const wire::StringLocalResourceMapProto& entry) {
  const wire::LocalResourceProto& value = entry.value();
  const auto missing = [&](std::string_view what) {
    return yarn_error(fmt::format("Null resource {} for local resource {}", what, entry.key()));
  };
  if (!value.has_resource()) return missing("URL");
  if (!value.has_type()) return missing("type");
  if (!value.has_visibility()) return missing("visibility");
  return LocalResource{.link = entry.key(),
                       .uri = uri_of(value.resource()),
                       .timestamp_ms = value.timestamp(),
                       .type = type_of(value.type()),
                       .visibility = visibility_of(value.visibility()),
                       .pattern = value.pattern()};
}

// A name that becomes a directory.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

}  // namespace

int signal_number(int command) {
  if (command == wire::OUTPUT_THREAD_DUMP) return SIGQUIT;
  return command == wire::GRACEFUL_SHUTDOWN ? SIGTERM : SIGKILL;
}

Error yarn_error(std::string message) {
  return {ErrorCode::kRemote, std::move(message), std::string(kYarnExceptions) + "YarnException"};
}

bool is_yarn_error(const Error& error) {
  return error.code == ErrorCode::kRemote && error.remote_class.starts_with(kYarnExceptions);
}

std::optional<wire::ApplicationIdProto> application_id_of(const std::string& text) {
  constexpr std::string_view kPrefix = "application_";
  const std::size_t middle = text.rfind('_');
  if (!text.starts_with(kPrefix) || middle < kPrefix.size()) return std::nullopt;
  std::int64_t timestamp = 0;
  std::int32_t number = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data() + kPrefix.size(), text.data() + middle, timestamp).ptr !=
          text.data() + middle ||
      std::from_chars(text.data() + middle + 1, end, number).ptr != end)
    return std::nullopt;
  wire::ApplicationIdProto id;
  id.set_cluster_timestamp(timestamp);
  id.set_id(number);
  return id;
}

Result<ContainerSpec> spec_of(const wire::ContainerTokenIdentifierProto& token,
                              const wire::ContainerLaunchContextProto& context) {
  ContainerSpec spec;
  spec.id = yarn_tokens::id_text(token.containerid());
  spec.application = yarn_tokens::id_text(token.containerid().app_attempt_id().application_id());
  spec.user = token.appsubmitter();
  if (!is_plain_name(spec.user)) return yarn_error("Invalid user name: " + spec.user);
  spec.memory_mb = token.resource().memory();
  spec.vcores = token.resource().virtual_cores();
  spec.token = token.SerializeAsString();
  for (const auto& entry : context.localresources())
    spec.resources.push_back(TRY(local_resource_of(entry)));
  for (const auto& entry : context.environment())
    spec.environment.emplace_back(entry.key(), entry.value());
  spec.command.assign(context.command().begin(), context.command().end());
  security::Credentials credentials;
  if (!context.tokens().empty()) credentials = TRY(security::decode_credentials(context.tokens()));
  spec.credentials = security::encode_credentials(credentials);
  return spec;
}

wire::ResourceProto resource_of(std::int64_t memory_mb, std::int64_t vcores) {
  wire::ResourceProto resource;
  resource.set_memory(memory_mb);
  resource.set_virtual_cores(static_cast<std::int32_t>(vcores));
  for (const auto& [key, value, units] :
       {std::tuple{"memory-mb", memory_mb, "Mi"}, std::tuple{"vcores", vcores, ""}}) {
    auto& entry = *resource.add_resource_value_map();
    entry.set_key(key);
    entry.set_value(value);
    entry.set_units(units);
    entry.set_type(wire::COUNTABLE);
  }
  return resource;
}

namespace {

wire::ContainerTokenIdentifierProto token_of(const Container& container) {
  wire::ContainerTokenIdentifierProto token;
  token.ParseFromString(container.spec.token);
  return token;
}

}  // namespace

wire::ContainerStatusProto status_of(const Container& container) {
  const auto token = token_of(container);
  wire::ContainerStatusProto status;
  *status.mutable_container_id() = token.containerid();
  const bool done = container.state == ContainerState::kDone;
  status.set_state(done ? wire::C_COMPLETE : wire::C_RUNNING);
  status.set_diagnostics(container.diagnostics);
  status.set_exit_status(done ? container.exit_status : kExitUnknown);
  *status.mutable_capability() = token.resource();
  status.set_executiontype(token.executiontype());
  switch (container.state) {
    case ContainerState::kLocalizing:
    case ContainerState::kScheduled:
      status.set_container_sub_state(wire::CSS_SCHEDULED);
      break;
    case ContainerState::kRunning:
      status.set_container_sub_state(wire::CSS_RUNNING);
      break;
    case ContainerState::kKilling:
      status.set_container_sub_state(wire::CSS_COMPLETING);
      break;
    case ContainerState::kDone:
      status.set_container_sub_state(wire::CSS_DONE);
      break;
  }
  return status;
}

wire::NMContainerStatusProto registered_status_of(const Container& container) {
  const auto token = token_of(container);
  wire::NMContainerStatusProto status;
  *status.mutable_container_id() = token.containerid();
  const bool done = container.state == ContainerState::kDone;
  status.set_container_state(done ? wire::C_COMPLETE : wire::C_RUNNING);
  *status.mutable_resource() = token.resource();
  *status.mutable_priority() = token.priority();
  status.set_diagnostics(container.diagnostics);
  status.set_container_exit_status(done ? container.exit_status : kExitUnknown);
  status.set_creation_time(token.creationtime());
  status.set_nodelabelexpression(token.nodelabelexpression());
  status.set_version(token.version());
  status.set_executiontype(token.executiontype());
  status.set_allocation_request_id(token.allocation_request_id());
  *status.mutable_allocation_tags() = token.allocation_tags();
  return status;
}

}  // namespace mammoth::yarn::node
