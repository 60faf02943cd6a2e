#include "namenode/combined_hosts.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <vector>

#include "common/config/host_list.h"
#include "common/config/keys.h"
#include "common/config/keys/datanode_admin.h"
#include "common/http/json_value.h"

namespace mammoth::namenode {

namespace {

using http::JsonValue;

// The values of a text that has several, one after the other.
std::vector<std::string> separate_objects(const std::string& text) {
  std::vector<std::string> objects(1);
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    objects.back() += letter;
    if (quoted) {
      if (letter == '\\' && i + 1 < text.size())
        objects.back() += text[++i];
      else
        quoted = letter != '"';
    } else if (letter == '"') {
      quoted = true;
    } else if (letter == '{' || letter == '[') {
      ++depth;
    } else if ((letter == '}' || letter == ']') && --depth == 0) {
      objects.emplace_back();
    }
  }
  if (objects.back().find_first_not_of(" \t\r\n") == std::string::npos) objects.pop_back();
  return objects;
}

Error refusal(std::string_view why) {
  return {ErrorCode::kIo, fmt::format("dfs.hosts: {}", why)};
}

Result<std::int64_t> number_of(const std::string& name, const JsonValue& value) {
  std::int64_t number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, number);
  if (value.kind != JsonValue::Kind::kNumber || error != std::errc() || stop != end)
    return refusal(name + " is no number");
  return number;
}

struct Host {
  std::string name{};
  std::int64_t port = 0;
  std::string state = "NORMAL";
  std::int64_t maintenance_until_ms = std::numeric_limits<std::int64_t>::max();
};

Result<Host> read_host(const JsonValue& object) {
  if (object.kind != JsonValue::Kind::kObject) return refusal("a datanode is no object");
  Host host;
  for (const auto& [name, value] : object.members) {
    const bool is_null = value.kind == JsonValue::Kind::kNull;
    if (name == "port")
      host.port = TRY(number_of(name, value));
    else if (name == "maintenanceExpireTimeInMS")
      host.maintenance_until_ms = TRY(number_of(name, value));
    else if (value.kind != JsonValue::Kind::kString && !is_null)
      return refusal(fmt::format("{} is no text, or not known", name));
    else if (name == "hostName")
      host.name = value.text;
    else if (name == "adminState")
      host.state = is_null ? "NORMAL" : value.text;
    else if (name != "upgradeDomain")
      return refusal(fmt::format("Unrecognized field \"{}\"", name));
  }
  if (host.name.empty()) return refusal("a datanode has no hostName");
  return host;
}

Result<void> add_host(const JsonValue& object, HostLists& lists, bool& any_in_service) {
  const Host host = TRY(read_host(object));
  const std::string entry = host.port == 0 ? host.name : fmt::format("{}:{}", host.name, host.port);
  lists.included.push_back(entry);
  if (host.state == "NORMAL")
    any_in_service = true;
  else if (host.state == "DECOMMISSIONED")
    lists.excluded.push_back(entry);
  else if (host.state == "IN_MAINTENANCE")
    lists.resting[entry] = host.maintenance_until_ms;
  else if (host.state != "DECOMMISSION_INPROGRESS" && host.state != "ENTERING_MAINTENANCE")
    return refusal("there is no adminState " + host.state);
  return {};
}

}  // namespace

Result<HostLists> parse_combined_hosts(const std::string& text) {
  HostLists lists;
  bool any_in_service = false;
  for (const std::string& piece : separate_objects(text)) {
    const JsonValue value = TRY(http::parse_json(piece));
    if (value.kind != JsonValue::Kind::kArray) {
      TRY(add_host(value, lists, any_in_service));
      continue;
    }
    for (const JsonValue& object : value.items) TRY(add_host(object, lists, any_in_service));
  }
  if (!any_in_service) lists.included.clear();
  return lists;
}

std::function<Result<HostLists>()> combined_hosts_reader(const Configuration& configuration) {
  const std::string provider = configuration.get(keys::kDfsNamenodeHostsProviderClassname);
  if (!provider.ends_with(".CombinedHostFileManager")) return {};
  return [name = configuration.get(keys::kDfsHosts)]() -> Result<HostLists> {
    if (name.empty()) return HostLists();
    return parse_combined_hosts(TRY(read_host_file(name)));
  };
}

}  // namespace mammoth::namenode
