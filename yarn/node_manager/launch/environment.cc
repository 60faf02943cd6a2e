#include "yarn/node_manager/launch/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "common/security/secrets.h"
#include "yarn/node_manager/launch/directories.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::string_view kJava17Options =
    "--add-opens=java.base/java.lang=ALL-UNNAMED --add-exports=java.base/sun.net.dns=ALL-UNNAMED "
    "--add-exports=java.base/sun.net.util=ALL-UNNAMED";
constexpr std::size_t kMetadataBytes = 32;  // Hadoop passes its whole buffer

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ","));
}

const std::string* value_of(const Variables& variables, std::string_view name) {
  for (const auto& [key, value] : variables)
    if (key == name) return &value;
  return nullptr;
}

bool is_name_letter(char letter) {
  return letter == '_' || std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

// Names that a value refers to, with or without braces; a backslash takes the dollar its meaning.
std::vector<std::string> names_in(std::string_view value) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '\\') {
      ++at;
      continue;
    }
    if (value[at] != '$' || at + 1 == value.size()) continue;
    const bool braces = value[at + 1] == '{';
    const std::size_t begin = at + (braces ? 2 : 1);
    std::size_t end = begin;
    while (end < value.size() && (braces ? value[end] != '}' : is_name_letter(value[end]))) ++end;
    if (end > begin) names.emplace_back(value.substr(begin, end - begin));
  }
  return names;
}

void place(const Variables& variables, std::size_t index, std::set<std::size_t>& placed,
           Variables& ordered) {
  if (!placed.insert(index).second) return;
  for (const auto& name : names_in(variables[index].second))
    for (std::size_t i = 0; i < variables.size(); ++i)
      if (variables[i].first == name) place(variables, i, placed, ordered);
  ordered.push_back(variables[index]);
}

// "A=$B,C=d": references are to variables that are set already, then to this daemon's.
void add_admin_variables(const EnvironmentFacts& facts, const Environment& so_far,
                         Variables& users) {
  std::string_view rest = facts.admin_environment;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view entry = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    std::string value(entry.substr(equals + 1));
    for (const auto& name : names_in(value)) {
      const std::string* known = value_of(users, name);
      if (known == nullptr) known = value_of(so_far.own, name);
      replace_all(value, "$" + name, known ? *known : own_variable(name).value_or(""));
    }
    const std::string name(entry.substr(0, equals));
    std::erase_if(users, [&](const auto& it) { return it.first == name; });
    users.emplace_back(name, value);
  }
}

int java_version(const std::filesystem::path& home) {
  const std::string text = tail_of(home / "release", 64 << 10);
  const std::string_view key = "JAVA_VERSION=\"";
  const std::size_t at = text.find(key);
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + key.size());
}

}  // namespace

std::optional<std::string> own_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::string java_options_of_this_machine() {
  namespace fs = std::filesystem;
  if (const auto home = own_variable("JAVA_HOME"))
    return java_version(*home) >= 17 ? std::string(kJava17Options) : std::string();
  const std::string path = own_variable("PATH").value_or("/usr/bin");
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    std::error_code error;
    const fs::path java = fs::canonical(path.substr(begin, end - begin) + "/java", error);
    if (!error)
      return java_version(java.parent_path().parent_path()) >= 17 ? std::string(kJava17Options)
                                                                  : std::string();
    begin = end + 1;
  }
  return {};
}

std::string expand(std::string text, const EnvironmentFacts& facts) {
  replace_all(text, "<LOG_DIR>", facts.log_directory);
  replace_all(text, "<CPS>", ":");
  replace_all(text, "<ADD_OPENS>", facts.java_options);
  replace_all(text, "{{", "$");
  replace_all(text, "}}", "");
  return text;
}

Variables in_order_of_use(const Variables& variables) {
  Variables ordered;
  std::set<std::size_t> placed;
  for (std::size_t i = 0; i < variables.size(); ++i) place(variables, i, placed, ordered);
  return ordered;
}

Environment make_environment(const ContainerSpec& spec, const LocalizationCounters& counters,
                             const EnvironmentFacts& facts) {
  Environment environment;
  environment.own = {
      {"HADOOP_TOKEN_FILE_LOCATION", facts.work_directory + "/container_tokens"},
      {"CONTAINER_ID", spec.id},
      {"NM_PORT", std::to_string(facts.node_port)},
      {"NM_HOST", facts.node_host},
      {"NM_HTTP_PORT", std::to_string(facts.http_port)},
      {"LOCAL_DIRS", joined(facts.application_directories)},
      {"LOCAL_USER_DIRS", joined(facts.user_directories)},
      {"LOG_DIRS", facts.log_directory},
      {"USER", spec.user},
      {"LOGNAME", spec.user},
      {"HOME", facts.home},
      {"PWD", facts.work_directory},
      {"LOCALIZATION_COUNTERS",
       fmt::format("{},{},{},{},{}", counters.bytes_missed, counters.bytes_cached,
                   counters.files_missed, counters.files_cached, counters.duration_ms)},
      {"JVM_PID", "$$"},
  };
  for (auto [name, bytes] : facts.service_metadata) {
    bytes.resize(std::max(bytes.size(), kMetadataBytes), '\0');
    environment.own.emplace_back("NM_AUX_SERVICE_" + name, security::encode_base64(bytes));
  }
  Variables users;
  for (const auto& [name, value] : spec.environment)
    if (value_of(environment.own, name) == nullptr) users.emplace_back(name, expand(value, facts));
  for (const auto& name : facts.whitelist) {
    const auto value = own_variable(name);
    if (value && value_of(users, name) == nullptr) environment.inherited.emplace_back(name, *value);
  }
  add_admin_variables(facts, environment, users);
  environment.users = in_order_of_use(users);
  return environment;
}

}  // namespace mammoth::yarn::node
