#include "mapreduce/api/configuration.h"

#include <fmt/format.h>

#include "common/config/configuration.h"
#include "common/config/values.h"
#include "mapreduce/api/failure.h"

namespace mammoth::mapreduce {

namespace {

template <class T>
T number(std::string_view name, const std::string& text, Result<T> parsed) {
  if (!parsed)
    throw Exception("java.lang.NumberFormatException",
                    fmt::format("For input string: \"{}\" ({})", text, name));
  return *parsed;
}

}  // namespace

Configuration::Configuration()
    : properties_(std::make_unique<mammoth::Configuration>(
          engine::orRaise(mammoth::Configuration::load("")))) {}
Configuration::Configuration(const mammoth::Configuration& other)
    : properties_(std::make_unique<mammoth::Configuration>(other)) {}
Configuration::Configuration(const Configuration& other) : Configuration(*other.properties_) {}
Configuration& Configuration::operator=(const Configuration& other) {
  *properties_ = *other.properties_;
  return *this;
}
Configuration::~Configuration() = default;

std::optional<std::string> Configuration::get(std::string_view name) const {
  return properties_->find(name);
}

std::string Configuration::get(std::string_view name, std::string_view otherwise) const {
  std::optional<std::string> value = properties_->find(name);
  return value ? *std::move(value) : std::string(otherwise);
}

std::int64_t Configuration::getLong(std::string_view name, std::int64_t otherwise) const {
  const std::optional<std::string> value = properties_->find(name);
  if (!value || trimmed(*value).empty()) return otherwise;
  return number(name, *value, parse_int(trimmed(*value)));
}

int Configuration::getInt(std::string_view name, int otherwise) const {
  const std::int64_t value = getLong(name, otherwise);
  if (value != static_cast<int>(value))
    throw Exception("java.lang.NumberFormatException",
                    fmt::format("For input string: \"{}\" ({})", value, name));
  return static_cast<int>(value);
}

std::int64_t Configuration::getLongBytes(std::string_view name, std::int64_t otherwise) const {
  const std::optional<std::string> value = properties_->find(name);
  if (!value || trimmed(*value).empty()) return otherwise;
  return number(name, *value, parse_size(trimmed(*value)));
}

double Configuration::getDouble(std::string_view name, double otherwise) const {
  const std::optional<std::string> value = properties_->find(name);
  if (!value || trimmed(*value).empty()) return otherwise;
  return number(name, *value, parse_double(trimmed(*value)));
}

float Configuration::getFloat(std::string_view name, float otherwise) const {
  return static_cast<float>(getDouble(name, otherwise));
}

bool Configuration::getBoolean(std::string_view name, bool otherwise) const {
  const std::optional<std::string> value = properties_->find(name);
  if (!value) return otherwise;
  const Result<bool> parsed = parse_bool(trimmed(*value));
  return parsed ? *parsed : otherwise;
}

std::vector<std::string> Configuration::getStrings(std::string_view name) const {
  const std::optional<std::string> value = properties_->find(name);
  return value ? split_list(*value) : std::vector<std::string>();
}

void Configuration::set(std::string_view name, std::string value) {
  properties_->set(name, std::move(value), "programmatically");
}
void Configuration::setIfUnset(std::string_view name, std::string value) {
  if (!properties_->find(name)) set(name, std::move(value));
}
void Configuration::setInt(std::string_view name, int value) {
  set(name, std::to_string(value));
}
void Configuration::setLong(std::string_view name, std::int64_t value) {
  set(name, std::to_string(value));
}
void Configuration::setFloat(std::string_view name, float value) {
  set(name, fmt::format("{}", value));
}
void Configuration::setDouble(std::string_view name, double value) {
  set(name, fmt::format("{}", value));
}
void Configuration::setBoolean(std::string_view name, bool value) {
  set(name, value ? "true" : "false");
}
void Configuration::setStrings(std::string_view name, const std::vector<std::string>& values) {
  set(name, fmt::format("{}", fmt::join(values, ",")));
}
void Configuration::addResource(const std::string& file) {
  engine::orRaise(properties_->add_xml_file(file));
}

std::vector<std::pair<std::string, std::string>> Configuration::entries() const {
  return properties_->entries();
}

}  // namespace mammoth::mapreduce
