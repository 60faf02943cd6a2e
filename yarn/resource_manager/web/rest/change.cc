// What REST changes: a new application's id, its submission, state, priority, queue, lifetime
// (Hadoop: RMWebServices.createNewApplication, submitApplication, updateAppState,
// updateApplicationPriority, updateAppQueue, updateApplicationTimeout). Bodies are JSON.
#include <fmt/format.h>

#include "common/http/json_value.h"
#include "yarn/resource_manager/cluster/iso_time.h"
#include "yarn/resource_manager/web/rest/app_json.h"
#include "yarn/resource_manager/web/rest/rest.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kApps = "/ws/v1/cluster/apps/";

RestRefusal refusal_of(const Error& error) {
  const std::string& name = error.remote_class;
  if (name.ends_with("YarnException")) return {403, name, error.message};
  if (name.ends_with("ApplicationNotFoundException")) return not_found(error.message);
  return bad_request(error.message);
}

boost::system::result<http::JsonValue, RestRefusal> body_of(const RestChange& change) {
  const auto type = change.request.header("Content-Type").value_or("application/json");
  if (!type.starts_with("application/json"))
    return RestRefusal{415, "javax.ws.rs.NotSupportedException",
                       "HTTP 415 Unsupported Media Type: bodies are application/json"};
  Result<http::JsonValue> body = http::parse_json(change.body);
  if (!body || body->kind != http::JsonValue::Kind::kObject)
    return bad_request("the body is not a JSON object");
  return std::move(*body);
}

http::Response accepted(unsigned status, const http::Request& request, const std::string& id,
                        std::string body) {
  http::Response response = rest_response(status, std::move(body));
  response.headers.emplace_back(
      "Location", fmt::format("http://{}{}{}", request.header("Host").value_or(""), kApps, id));
  return response;
}

std::string state_text(std::string_view state) {
  http::JsonWriter json;
  json.begin_object().member("state", state).end_object();
  return std::move(json).text();
}

http::Response new_application(const RestChange& change) {
  http::JsonWriter json;
  change.parts.change([&](Cluster& cluster) {
    json.begin_object().member("application-id", to_text(cluster.new_application_id()));
    write_resource(json, "maximum-resource-capability", cluster.scheduler().maximum_allocation());
    json.end_object();
  });
  return rest_response(200, std::move(json).text());
}

http::Response submit_application(const RestChange& change) {
  const auto body = body_of(change);
  if (!body) return rest_response(body.error());
  Result<ApplicationSpec> spec = change.parts.submission(*body, change.caller.user);
  if (!spec) return rest_response(refusal_of(spec.error()));
  const std::string id = to_text(spec->id);
  Result<void> submitted;
  change.parts.change(
      [&](Cluster& cluster) { submitted = cluster.submit(std::move(*spec), change.caller); });
  if (!submitted) return rest_response(refusal_of(submitted.error()));
  return accepted(202, change.request, id, "");
}

using Change = std::function<Result<void>(Cluster&, const Application&)>;

// Of the application in the path, if the caller may; what it then is, or why not.
http::Response change_application(const RestChange& change, const Change& carry_out,
                                  const std::function<std::string(const Application&)>& show) {
  std::optional<http::Response> response;
  change.parts.change([&](Cluster& cluster) {
    const auto found = application_of({cluster, change.request.query, change.caller, change.words});
    if (!found) return void(response = rest_response(found.error()));
    const Application& application = **found;
    if (!cluster.may_modify(application, change.caller))
      return void(response = rest_response(
                      RestRefusal{403, "org.apache.hadoop.yarn.webapp.ForbiddenException",
                                  fmt::format("User {} cannot perform operation MODIFY_APP on {}",
                                              change.caller.user, to_text(application.spec.id))}));
    const Result<void> done = carry_out(cluster, application);
    response =
        done ? rest_response(200, show(application)) : rest_response(refusal_of(done.error()));
  });
  return std::move(*response);
}

http::Response set_state(const RestChange& change) {
  const auto body = body_of(change);
  if (!body) return rest_response(body.error());
  const std::string target = body->string_at("state").value_or("");
  const std::string message =
      fmt::format("Application {} was killed by user {} at {}", change.words[1], change.caller.user,
                  change.request.remote_address);
  return change_application(
      change,
      [&](Cluster& cluster, const Application& application) -> Result<void> {
        if (to_text(application.state) == target) return {};
        if (target != "KILLED")
          return Error{ErrorCode::kIllegalArgument,
                       "java.lang.Exception: Only 'KILLED' is allowed as a target state."};
        TRY(cluster.kill(application.spec.id, message));
        return {};
      },
      [](const Application& application) { return state_text(to_text(application.state)); });
}

http::Response set_priority(const RestChange& change) {
  const auto body = body_of(change);
  if (!body) return rest_response(body.error());
  const http::JsonValue* given = body->find("priority");
  int priority = 0;
  if (!given || fmt::format("{}", priority = std::atoi(given->text.c_str())) != given->text)
    return rest_response(bad_request("the body has no priority that is a number"));
  return change_application(
      change,
      [&](Cluster& cluster, const Application& application) -> Result<void> {
        TRY(cluster.set_priority(application.spec.id, priority));
        return {};
      },
      [](const Application& application) {
        http::JsonWriter json;
        json.begin_object().member("priority", application.priority).end_object();
        return std::move(json).text();
      });
}

http::Response set_queue(const RestChange& change) {
  const auto body = body_of(change);
  if (!body) return rest_response(body.error());
  const auto queue = body->string_at("queue");
  if (!queue) return rest_response(bad_request("the body has no queue"));
  return change_application(
      change,
      [&](Cluster& cluster, const Application& application) -> Result<void> {
        if (application.queue == *queue) return {};
        return cluster.move_to_queue(application.spec.id, *queue, change.caller);
      },
      [](const Application& application) {
        http::JsonWriter json;
        json.begin_object().member("queue", application.queue).end_object();
        return std::move(json).text();
      });
}

http::Response set_lifetime(const RestChange& change) {
  const auto body = body_of(change);
  if (!body) return rest_response(body.error());
  const http::JsonValue* given = body->find("timeout");
  const auto expiry = given ? given->string_at("expiryTime") : std::nullopt;
  if (!expiry || given->string_at("type") != "LIFETIME")
    return rest_response(bad_request("Timeout type or ExpiryTime is null."));
  const auto expires_ms = parse_iso_time(*expiry);
  if (!expires_ms) return rest_response(bad_request(expires_ms.error().message));
  Lifetime now;
  return change_application(
      change,
      [&](Cluster& cluster, const Application& application) -> Result<void> {
        TRY(cluster.set_expiry(application.spec.id, *expires_ms));
        now = cluster.lifetime_of(application);
        return {};
      },
      [&](const Application&) {
        http::JsonWriter json;
        json.begin_object().key("timeout");
        write_lifetime(json, now);
        json.end_object();
        return std::move(json).text();
      });
}

}  // namespace

http::Response rest_change(const RestChange& change) {
  const std::vector<std::string>& words = change.words;
  const std::string& method = change.request.method;
  const bool apps = !words.empty() && words[0] == "apps";
  if (apps && method == "POST" && words.size() == 1) return submit_application(change);
  if (apps && method == "POST" && words.size() == 2 && words[1] == "new-application")
    return new_application(change);
  if (apps && method == "PUT" && words.size() == 3 && words[2] == "state") return set_state(change);
  if (apps && method == "PUT" && words.size() == 3 && words[2] == "priority")
    return set_priority(change);
  if (apps && method == "PUT" && words.size() == 3 && words[2] == "queue") return set_queue(change);
  if (apps && method == "PUT" && words.size() == 3 && words[2] == "timeout")
    return set_lifetime(change);
  return rest_response(
      RestRefusal{405, "javax.ws.rs.NotAllowedException", "HTTP 405 Method Not Allowed"});
}

}  // namespace mammoth::yarn
