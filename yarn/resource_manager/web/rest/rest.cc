#include "yarn/resource_manager/web/rest/rest.h"

#include <fmt/format.h>

#include <charconv>

#include "common/config/keys.h"

namespace mammoth::yarn {

namespace {

constexpr std::string_view kPrefix = "/ws/v1/cluster";

std::vector<std::string> words_of(std::string_view path) {
  std::vector<std::string> words;
  path.remove_prefix(kPrefix.size());
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = path.find('/');
    if (const std::string_view word = path.substr(0, end); !word.empty()) words.emplace_back(word);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  return words;
}

std::string text_of(const RestRefusal& refusal) {
  http::JsonWriter json;
  json.begin_object().key("RemoteException").begin_object();
  json.member("exception", refusal.java_class.substr(refusal.java_class.rfind('.') + 1));
  json.member("message", refusal.message);
  json.member("javaClassName", refusal.java_class);
  json.end_object().end_object();
  return std::move(json).text();
}

// The digits after `text`'s underscore, all of them; false for anything else.
template <class Number>
bool take_number(std::string_view& text, Number& number) {
  if (text.empty() || text.front() != '_') return false;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + 1) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

http::Response rest_response(unsigned status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json;charset=utf-8"},
                      {"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"}},
          .body = std::move(body)};
}

http::Response rest_response(const RestRefusal& refusal) {
  return rest_response(refusal.status, text_of(refusal));
}

RestRefusal bad_request(std::string message) {
  return {400, "org.apache.hadoop.yarn.webapp.BadRequestException", std::move(message)};
}

RestRefusal not_found(std::string message) {
  return {404, "org.apache.hadoop.yarn.webapp.NotFoundException",
          "java.lang.Exception: " + message};
}

boost::system::result<const Application*, RestRefusal> application_of(const RestRequest& request) {
  const std::string& word = request.words.at(1);
  constexpr std::string_view kName = "application";
  if (!word.starts_with("application_"))
    return bad_request(
        fmt::format("java.lang.IllegalArgumentException: Invalid ApplicationId prefix: {}. The "
                    "valid ApplicationId should start with prefix application",
                    word));
  ApplicationId id;
  std::string_view rest = std::string_view(word).substr(kName.size());
  if (!take_number(rest, id.cluster_timestamp) || !take_number(rest, id.id) || !rest.empty())
    return bad_request("java.lang.IllegalArgumentException: Invalid ApplicationId: " + word);
  const Result<const Application*> found = request.cluster.application(id);
  if (!found || !request.cluster.may_view(**found, request.caller))
    return not_found("app with id: " + word + " not found");
  return *found;
}

void write_resource(http::JsonWriter& json, std::string_view name, const Resource& resource) {
  write_resource(json, name, resource, {});
}

void write_resource(http::JsonWriter& json, std::string_view name, const Resource& resource,
                    const ResourceBounds& bounds) {
  json.key(name).begin_object();
  json.member("memory", resource.memory_mb).member("vCores", resource.vcores);
  json.key("resourceInformations").begin_object().key("resourceInformation").begin_array();
  const auto add = [&](const char* key, const char* units, std::int64_t value, std::int64_t least,
                       std::int64_t most) {
    json.begin_object().key("attributes").begin_object().end_object();
    json.member("maximumAllocation", most).member("minimumAllocation", least);
    json.member("name", key).member("resourceType", "COUNTABLE").member("units", units);
    json.member("value", value).end_object();
  };
  add("memory-mb", "Mi", resource.memory_mb, bounds.least.memory_mb, bounds.most.memory_mb);
  add("vcores", "", resource.vcores, bounds.least.vcores, bounds.most.vcores);
  json.end_array().end_object().end_object();
}

http::Decimal shown(float number) {
  double value = 0;
  const std::string text = fmt::format("{}", number);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return {value};
}

bool Rest::serves(std::string_view path) {
  return path == kPrefix || (path.starts_with(kPrefix) && path[kPrefix.size()] == '/');
}

std::string Rest::info() const {
  http::JsonWriter json;
  json.begin_object().key("clusterInfo").begin_object();
  json.member("id", parts_.started_ms).member("startedOn", parts_.started_ms);
  json.member("state", "STARTED").member("haState", "ACTIVE");
  json.member("rmStateStoreName",
              "org.apache.hadoop.yarn.server.resourcemanager.recovery." + parts_.state_store);
  json.member("resourceManagerVersion", parts_.version);
  json.member("hadoopVersion", parts_.version);
  json.member("haZooKeeperConnectionState",
              "Could not find leader elector. Verify both HA and automatic failover are enabled.");
  json.end_object().end_object();
  return std::move(json).text();
}

RestResult Rest::find(const RestRequest& request) const {
  const std::vector<std::string>& words = request.words;
  const std::string first = words.empty() ? "info" : words[0];
  if (words.size() <= 1) {
    if (first == "info") return info();
    if (first == "metrics") return rest_metrics(request);
    if (first == "nodes") return rest_nodes(request);
    if (first == "apps") return rest_apps(request);
    if (first == "appstatistics") return rest_app_statistics(request);
    if (first == "scheduler") return rest_scheduler(request);
  }
  if (words.size() == 2 && first == "nodes") return rest_node(request);
  if (words.size() >= 2 && words.size() <= 3 && first == "apps") return rest_app(request);
  if (words.size() == 5 && first == "apps" && words[2] == "appattempts" && words[4] == "containers")
    return rest_containers(request);
  return RestRefusal{
      404, "org.apache.hadoop.yarn.webapp.NotFoundException",
      "null for uri: " + std::string(kPrefix) + "/" + fmt::format("{}", fmt::join(words, "/"))};
}

Caller Rest::caller_of(const http::Request& request) const {
  return parts_.caller(
      std::string(request.query.find("user.name")
                      .value_or(parts_.configuration.get(keys::kHadoopHttpStaticuserUser))));
}

http::Response Rest::change(const http::Request& request, const std::string& body) const {
  return rest_change({parts_, request, caller_of(request), words_of(request.path), body});
}

http::Response Rest::answer(const http::Request& request) const {
  const Caller caller = caller_of(request);
  std::optional<RestResult> result;
  parts_.read([&](const Cluster& cluster) {
    result = find({cluster, request.query, caller, words_of(request.path)});
  });
  if (*result) return rest_response(200, std::move(**result));
  return rest_response(result->error());
}

}  // namespace mammoth::yarn
