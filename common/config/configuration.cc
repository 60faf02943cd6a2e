#include "common/config/configuration.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "common/base/check.h"
#include "common/base/log.h"
#include "common/config/config_file.h"
#include "common/config/deprecated_keys.h"
#include "common/config/key_value.h"
#include "common/config/keys.h"
#include "common/config/substitution.h"
#include "common/config/values.h"

namespace mammoth {
namespace {

constexpr std::string_view kOwnPrefix = "mammoth.";

std::string_view known_name(std::string_view name) {
  return current_name(trimmed(name));
}

void tell_deprecated(std::string_view place, std::string_view name) {
  const std::string_view current = known_name(name);
  if (current != trimmed(name))
    log::info("config", "{}: {} is deprecated. Instead, use {}", place, trimmed(name), current);
}

}  // namespace

Result<Configuration> Configuration::load(const std::string& directory) {
  Configuration configuration;
  std::filesystem::path folder = directory;
  if (folder.empty()) {
    const char* named = std::getenv("HADOOP_CONF_DIR");
    if (named == nullptr || *named == '\0') return configuration;
    folder = named;
  }
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return Error{ErrorCode::kFileNotFound,
                 fmt::format("{}: there is no such configuration directory", folder.string())};
  }
  for (const char* name : {"core-site.xml", "hdfs-site.xml", "mapred-site.xml", "yarn-site.xml"})
    TRY(configuration.add_file_if_there(folder / name, Format::kXml));
  TRY(configuration.add_file_if_there(folder / "mammoth.yaml", Format::kYaml));
  return configuration;
}

Result<void> Configuration::add_file_if_there(const std::string& path, Format format) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return {};
  return format == Format::kXml ? add_xml_file(path) : add_yaml_file(path);
}

Result<void> Configuration::add_xml_file(const std::string& path) {
  const std::string text = TRY(read_config_file(path));
  merge(path, TRY(parse_config_xml(text, path)));
  return {};
}

Result<void> Configuration::add_yaml_file(const std::string& path) {
  const std::string text = TRY(read_config_file(path));
  merge(path, TRY(parse_config_yaml(text, path)));
  return {};
}

void Configuration::merge(const std::string& path, std::vector<ConfigFileEntry> entries) {
  for (ConfigFileEntry& entry : entries) {
    const std::string place = fmt::format("{}:{}", path, entry.line);
    const std::string name(known_name(entry.name));
    tell_deprecated(place, entry.name);
    if (entry.value && !closed_.contains(name)) {
      settings_[name] = {std::move(*entry.value), path, entry.line};
    } else if (entry.value) {
      const auto kept = settings_.find(name);
      if (kept == settings_.end() || (kept->second.line > 0 && kept->second.value != *entry.value))
        log::warn("config", "{}: an attempt to override final parameter: {};  Ignoring.", place,
                  name);
    }
    if (entry.is_final) closed_.insert(name);
  }
}

void Configuration::set(std::string_view name, std::string value, std::string_view source) {
  tell_deprecated(source, name);
  const std::string current(known_name(name));
  settings_[current] = {std::move(value), std::string(source), 0};
  closed_.insert(current);
}

std::optional<std::string_view> Configuration::written(std::string_view name) const {
  const std::string_view current = known_name(name);
  if (const auto found = settings_.find(current); found != settings_.end())
    return found->second.value;
  if (const ConfigKey* key = find_key(current)) return key->default_value;
  return std::nullopt;
}

Result<std::string> Configuration::substitute(std::string_view expression) const {
  return substitute_references(expression, [this](std::string_view name) { return written(name); });
}

// What the key stands for, ready to be read; nothing for a boolean, as in Hadoop, is its default.
Result<std::string> Configuration::resolve(const ConfigKey& key) const {
  const auto found = settings_.find(key.name);
  std::string value =
      TRY(substitute(found == settings_.end() ? key.default_value : found->second.value));
  const std::string_view text = trimmed(value);
  if (text.empty() && key.type == KeyType::kBool) return std::string(key.default_value);
  return std::string(text);
}

Error Configuration::explain(std::string_view name, const Error& refusal) const {
  const auto found = settings_.find(name);
  const bool is_set = found != settings_.end();
  std::string place = is_set ? found->second.source : "default";
  if (is_set && found->second.line > 0) place += fmt::format(":{}", found->second.line);
  return {ErrorCode::kIllegalArgument, fmt::format("{}: {} is '{}': {}", place, name,
                                                   written(name).value_or(""), refusal.message)};
}

Result<void> Configuration::validate() const {
  std::string complaints;
  const auto note = [&](std::string_view name, const Result<void>& result) {
    if (result) return;
    if (!complaints.empty()) complaints += '\n';
    complaints += explain(name, result.error()).message;
  };
  for (const ConfigKey* key : all_keys()) {
    const auto value = resolve(*key);
    note(key->name, value ? check_value(*key, *value) : Result<void>(value.error()));
  }
  for (const auto& [name, setting] : settings_) {
    if (find_key(name) != nullptr) continue;
    if (name.starts_with(kOwnPrefix))
      note(name,
           Error{ErrorCode::kIllegalArgument, "there is no such key; conf/KEYS.md lists them"});
    else if (const auto value = substitute(setting.value); !value)
      note(name, value.error());
  }
  if (complaints.empty()) return {};
  return Error{ErrorCode::kIllegalArgument, std::move(complaints)};
}

std::optional<std::string> Configuration::find(std::string_view name) const {
  const auto value = written(name);
  if (!value) return std::nullopt;
  auto result = substitute(*value);
  if (!result) throw ErrorException(explain(known_name(name), result.error()));
  return std::move(*result);
}

bool Configuration::is_set(const ConfigKey& key) const {
  return settings_.contains(key.name);
}

std::string Configuration::source(std::string_view name) const {
  const std::string_view current = known_name(name);
  if (const auto found = settings_.find(current); found != settings_.end())
    return found->second.source;
  return find_key(current) != nullptr ? "default" : "";
}

template <class Read>
auto Configuration::read(const ConfigKey& key, Read reader) const {
  const auto value = resolve(key);
  if (!value) throw ErrorException(explain(key.name, value.error()));
  auto result = reader(*value);
  if (!result) throw ErrorException(explain(key.name, result.error()));
  return std::move(*result);
}

std::string Configuration::get(const ConfigKey& key) const {
  return read(key, [](const std::string& text) { return Result<std::string>(text); });
}

std::int64_t Configuration::get_int(const ConfigKey& key) const {
  check(key.type == KeyType::kInt || key.type == KeyType::kOctal || key.type == KeyType::kUmask,
        "get_int of a key that is no number");
  return read(key, [&](const std::string& text) { return read_number(key, text); });
}

std::int64_t Configuration::get_size(const ConfigKey& key) const {
  check(key.type == KeyType::kSize, "get_size of a key that is no size");
  return read(key, [&](const std::string& text) { return read_number(key, text); });
}

std::chrono::milliseconds Configuration::get_duration(const ConfigKey& key) const {
  check(key.type == KeyType::kDuration, "get_duration of a key that is no duration");
  return std::chrono::milliseconds(
      read(key, [&](const std::string& text) { return read_number(key, text); }));
}

bool Configuration::get_bool(const ConfigKey& key) const {
  check(key.type == KeyType::kBool, "get_bool of a key that is no boolean");
  return read(key, [](const std::string& text) { return parse_bool(text); });
}

double Configuration::get_double(const ConfigKey& key) const {
  check(key.type == KeyType::kDouble, "get_double of a key that is no decimal number");
  return read(key, [&](const std::string& text) { return read_double(key, text); });
}

std::vector<std::string> Configuration::get_list(const ConfigKey& key) const {
  check(key.type == KeyType::kList || key.type == KeyType::kDirectories,
        "get_list of a key that is no list");
  return split_list(get(key));
}

std::optional<HostPort> Configuration::get_address(const ConfigKey& key) const {
  check(key.type == KeyType::kAddress, "get_address of a key that is no address");
  if (key.default_value.empty() && get(key).empty()) return std::nullopt;
  return read(key, [&](const std::string& text) { return read_address(key, text); });
}

std::vector<StorageDirectory> Configuration::get_directories(const ConfigKey& key) const {
  check(key.type == KeyType::kDirectories, "get_directories of a key that holds none");
  return read(key, [](const std::string& text) { return read_directories(text); });
}

std::vector<std::pair<std::string, std::string>> Configuration::entries() const {
  std::map<std::string, std::string> values;
  for (const auto& [name, setting] : settings_) values[name] = *find(name);
  for (const ConfigKey* key : all_keys()) {
    if (key->type != KeyType::kPrefix) values.try_emplace(std::string(key->name), *find(key->name));
  }
  return {values.begin(), values.end()};
}

std::vector<std::pair<std::string, std::string>> Configuration::entries_below(
    std::string_view prefix) const {
  std::vector<std::pair<std::string, std::string>> result;
  for (auto it = settings_.lower_bound(prefix);
       it != settings_.end() && it->first.starts_with(prefix); ++it)
    result.emplace_back(it->first.substr(prefix.size()), *find(it->first));
  return result;
}

}  // namespace mammoth
