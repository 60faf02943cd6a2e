#include "yarn/resource_manager/rpc/convert_submission.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/http/json_value.h"
#include "common/protocol/yarn/submission.pb.h"
#include "common/security/credentials.h"
#include "common/security/secrets.h"
#include "yarn/resource_manager/rpc/convert.h"

namespace mammoth::yarn {

namespace {

using http::JsonValue;
using Context = wire::ApplicationSubmissionContextProto;

Error malformed(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

std::string text_at(const JsonValue& object, std::string_view name) {
  const JsonValue* found = object.find(name);
  return found && found->kind != JsonValue::Kind::kArray ? found->text : std::string();
}

Result<std::int64_t> number_at(const JsonValue& object, std::string_view name,
                               std::int64_t otherwise) {
  const std::string text = text_at(object, name);
  if (text.empty()) return otherwise;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return malformed(fmt::format("{} is '{}', which is no number", name, text));
  return number;
}

Result<bool> flag_at(const JsonValue& object, std::string_view name) {
  const JsonValue* found = object.find(name);
  if (!found || found->kind == JsonValue::Kind::kNull) return false;
  if (found->kind == JsonValue::Kind::kBool) return found->truth;
  if (found->text == "true" || found->text == "false") return found->text == "true";
  return malformed(fmt::format("{} must be true or false", name));
}

// A list, which Java's writers shorten to its only element.
std::vector<const JsonValue*> list_at(const JsonValue& object, std::string_view name) {
  std::vector<const JsonValue*> list;
  const JsonValue* found = object.find(name);
  if (!found || found->kind == JsonValue::Kind::kNull) return list;
  if (found->kind != JsonValue::Kind::kArray) return {found};
  for (const JsonValue& item : found->items) list.push_back(&item);
  return list;
}

// {"entry": [{"key": …, "value": …}]}
std::vector<const JsonValue*> entries_at(const JsonValue& object, std::string_view name) {
  const JsonValue* map = object.find(name);
  return map ? list_at(*map, "entry") : std::vector<const JsonValue*>();
}

Result<std::string> bytes_of(const JsonValue& entry) {
  std::string text = text_at(entry, "value");
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  if (auto bytes = security::decode_base64(text)) return std::move(*bytes);
  return malformed(fmt::format("the value of {} is not base64", text_at(entry, "key")));
}

// SCHEME://[USER@]HOST[:PORT]/FILE, or a path alone.
Result<void> read_url(const std::string& text, wire::URLProto& url) {
  std::string_view rest = text;
  const std::size_t scheme = rest.find("://");
  const std::size_t colon = rest.find(":/");
  if (scheme == std::string_view::npos) {
    if (colon != std::string_view::npos) {
      url.set_scheme(std::string(rest.substr(0, colon)));
      rest.remove_prefix(colon + 1);
    }
    url.set_file(std::string(rest));
    return {};
  }
  url.set_scheme(std::string(rest.substr(0, scheme)));
  rest.remove_prefix(scheme + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  url.set_file(std::string(rest.substr(slash)));
  if (const std::size_t at = authority.find('@'); at != std::string_view::npos) {
    url.set_userinfo(std::string(authority.substr(0, at)));
    authority.remove_prefix(at + 1);
  }
  const std::size_t port = authority.rfind(':');
  if (port != std::string_view::npos) {
    int number = 0;
    const char* last = authority.data() + authority.size();
    const auto [end, error] = std::from_chars(authority.data() + port + 1, last, number);
    if (error != std::errc() || end != last)
      return malformed("the port in " + text + " is no number");
    url.set_port(number);
    authority = authority.substr(0, port);
  }
  if (!authority.empty()) url.set_host(std::string(authority));
  return {};
}

Result<void> read_resource(const JsonValue& entry, wire::ContainerLaunchContextProto& launch) {
  const JsonValue* value = entry.find("value");
  if (!value) return malformed("a local resource has no value");
  auto& map = *launch.add_localresources();
  map.set_key(text_at(entry, "key"));
  auto& resource = *map.mutable_value();
  TRY(read_url(text_at(*value, "resource"), *resource.mutable_resource()));
  resource.set_size(TRY(number_at(*value, "size", -1)));
  resource.set_timestamp(TRY(number_at(*value, "timestamp", -1)));
  const std::string type = text_at(*value, "type");
  const std::string visibility = text_at(*value, "visibility");
  wire::LocalResourceTypeProto known_type = wire::FILE;
  wire::LocalResourceVisibilityProto known_visibility = wire::APPLICATION;
  if (!type.empty() && !wire::LocalResourceTypeProto_Parse(type, &known_type))
    return malformed("there is no LocalResourceType " + type);
  if (!visibility.empty() &&
      !wire::LocalResourceVisibilityProto_Parse(visibility, &known_visibility))
    return malformed("there is no LocalResourceVisibility " + visibility);
  resource.set_type(known_type);
  resource.set_visibility(known_visibility);
  if (const std::string pattern = text_at(*value, "pattern"); !pattern.empty())
    resource.set_pattern(pattern);
  return {};
}

Result<void> read_credentials(const JsonValue& spec, wire::ContainerLaunchContextProto& launch) {
  const JsonValue* given = spec.find("credentials");
  security::Credentials credentials;
  if (given) {
    for (const JsonValue* entry : entries_at(*given, "tokens"))
      credentials.add(text_at(*entry, "key"), TRY(security::decode_token(TRY(bytes_of(*entry)))));
    for (const JsonValue* entry : entries_at(*given, "secrets"))
      credentials.add_secret(text_at(*entry, "key"), TRY(bytes_of(*entry)));
  }
  launch.set_tokens(security::encode_credentials(credentials));
  return {};
}

Result<void> read_launch(const JsonValue& spec, wire::ContainerLaunchContextProto& launch) {
  for (const JsonValue* entry : entries_at(spec, "local-resources"))
    TRY(read_resource(*entry, launch));
  for (const JsonValue* entry : entries_at(spec, "environment")) {
    auto& variable = *launch.add_environment();
    variable.set_key(text_at(*entry, "key"));
    variable.set_value(text_at(*entry, "value"));
  }
  if (const JsonValue* commands = spec.find("commands"))
    for (const JsonValue* command : list_at(*commands, "command"))
      launch.add_command(command->text);
  for (const JsonValue* entry : entries_at(spec, "service-data")) {
    auto& data = *launch.add_service_data();
    data.set_key(text_at(*entry, "key"));
    data.set_value(TRY(bytes_of(*entry)));
  }
  for (const JsonValue* entry : entries_at(spec, "application-acls")) {
    const std::string kind = text_at(*entry, "key");
    if (kind != "VIEW_APP" && kind != "MODIFY_APP")
      return malformed("there is no ApplicationAccessType " + kind);
    auto& acl = *launch.add_application_acls();
    acl.set_accesstype(kind == "VIEW_APP" ? wire::APPACCESS_VIEW_APP : wire::APPACCESS_MODIFY_APP);
    acl.set_acl(text_at(*entry, "value"));
  }
  return read_credentials(spec, launch);
}

Result<ApplicationId> id_of(const std::string& text) {
  constexpr std::string_view kPrefix = "application_";
  if (text.empty()) return malformed("Could not parse application id " + text);
  const std::size_t line = text.find('_', kPrefix.size());
  ApplicationId id;
  if (!text.starts_with(kPrefix) || line == std::string::npos)
    return malformed("Could not parse application id " + text);
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data() + kPrefix.size(), end, id.cluster_timestamp);
  const auto second = std::from_chars(text.data() + line + 1, end, id.id);
  if (first.ec != std::errc() || first.ptr != text.data() + line || second.ec != std::errc() ||
      second.ptr != end || id.id < 0)
    return malformed("Could not parse application id " + text);
  return id;
}

Result<void> read_logs(const JsonValue& body, Context& context) {
  const JsonValue* logs = body.find("log-aggregation-context");
  if (!logs) return {};
  auto& wanted = *context.mutable_log_aggregation_context();
  const auto take = [&](const char* name, auto set) {
    if (const auto text = logs->string_at(name)) set(*text);
  };
  take("log-include-pattern", [&](const std::string& it) { wanted.set_include_pattern(it); });
  take("log-exclude-pattern", [&](const std::string& it) { wanted.set_exclude_pattern(it); });
  return {};
}

}  // namespace

Result<ApplicationSpec> submission_of(const JsonValue& body, const std::string& user) {
  Context context;
  *context.mutable_application_id() = to_proto(TRY(id_of(text_at(body, "application-id"))));
  const auto set_text = [&](const char* name, auto set) {
    if (const std::string text = text_at(body, name); !text.empty()) set(text);
  };
  set_text("application-name", [&](const auto& it) { context.set_application_name(it); });
  set_text("queue", [&](const auto& it) { context.set_queue(it); });
  set_text("application-type", [&](const auto& it) { context.set_applicationtype(it); });
  const auto as_int = [](std::int64_t it) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(it, INT32_MIN, INT32_MAX));
  };
  context.mutable_priority()->set_priority(as_int(TRY(number_at(body, "priority", 0))));
  context.set_maxappattempts(as_int(TRY(number_at(body, "max-app-attempts", 0))));
  context.set_unmanaged_am(TRY(flag_at(body, "unmanaged-AM")));
  context.set_keep_containers_across_application_attempts(
      TRY(flag_at(body, "keep-containers-across-application-attempts")));
  context.set_attempt_failures_validity_interval(
      TRY(number_at(body, "attempt-failures-validity-interval", -1)));
  if (const JsonValue* resource = body.find("resource"))
    *context.mutable_resource() = to_proto(
        Resource{TRY(number_at(*resource, "memory", 0)), TRY(number_at(*resource, "vCores", 1))});
  if (const JsonValue* tags = body.find("application-tags"))
    for (const JsonValue* tag : list_at(*tags, "tag")) context.add_applicationtags(tag->text);
  TRY(read_logs(body, context));
  if (const JsonValue* spec = body.find("am-container-spec"))
    TRY(read_launch(*spec, *context.mutable_am_container_spec()));
  return from_proto(context, user);
}

}  // namespace mammoth::yarn
