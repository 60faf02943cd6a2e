#include "common/config/reconfiguration.h"

#include <charconv>

#include "common/base/log.h"

namespace mammoth {

namespace {

Result<std::int64_t> parse_java_number(std::string_view text, std::int64_t least,
                                       std::int64_t most) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size() &&
                         !(text.starts_with('+') && digits.starts_with('-'));
  if (is_number && number >= least && number <= most) return number;
  return Error{ErrorCode::kIllegalArgument, "For input string: \"" + std::string(text) + "\""};
}

}  // namespace

Result<std::int64_t> parse_java_int(std::string_view text) {
  return parse_java_number(text, std::numeric_limits<std::int32_t>::min(),
                           std::numeric_limits<std::int32_t>::max());
}

Result<std::int64_t> parse_java_long(std::string_view text) {
  return parse_java_number(text, std::numeric_limits<std::int64_t>::min(),
                           std::numeric_limits<std::int64_t>::max());
}

Reconfiguration::Reconfiguration(const Clock& clock, Configuration configuration, Reload reload,
                                 std::vector<Property> properties)
    : clock_(clock),
      reload_(std::move(reload)),
      properties_(std::move(properties)),
      configuration_(std::move(configuration)) {}

Reconfiguration::~Reconfiguration() {
  stop();
}

std::vector<std::string> Reconfiguration::properties() const {
  std::vector<std::string> names;
  for (const Property& property : properties_) names.push_back(property.name);
  return names;
}

Result<void> Reconfiguration::start() {
  const std::lock_guard lock(mutex_);
  if (stopped_) return Error{ErrorCode::kIo, "The server is stopped."};
  if (running_) return Error{ErrorCode::kIo, "Another reconfiguration task is running."};
  Configuration fresh = TRY(reload_());
  if (task_.joinable()) task_.join();
  running_ = true;
  status_ = {.start_ms = clock_.wall_ms()};
  task_ = std::thread([this, fresh = std::move(fresh)] { run(fresh); });
  return {};
}

void Reconfiguration::run(const Configuration& fresh) {
  log::info("reconfiguration", "Starting reconfiguration task.");
  std::vector<ReconfiguredProperty> changes;
  for (const Property& property : properties_)
    if (auto change = apply(property, fresh)) changes.push_back(std::move(*change));
  const std::lock_guard lock(mutex_);
  status_.end_ms = clock_.wall_ms();
  status_.changes = std::move(changes);
  running_ = false;
}

std::optional<ReconfiguredProperty> Reconfiguration::apply(const Property& property,
                                                           const Configuration& fresh) {
  ReconfiguredProperty change;
  change.name = property.name;
  Result<std::string> effective = std::string();
  try {
    change.old_value = configuration().find(property.name).value_or("");
    change.new_value = fresh.find(property.name).value_or("");
    if (change.new_value == change.old_value) return {};
    log::info("reconfiguration", "Change property: {} from \"{}\" to \"{}\".", property.name,
              change.old_value, change.new_value);
    effective = property.apply(change.new_value);
  } catch (const std::exception& failure) {
    effective = Error{ErrorCode::kIo, failure.what()};
  }
  if (!effective) {
    change.error = effective.error().message;
    log::warn("reconfiguration", "{} stays as it was: {}", property.name, *change.error);
    return change;
  }
  const std::lock_guard lock(mutex_);
  configuration_.set(property.name, *effective, "reconfiguration");
  return change;
}

ReconfigurationStatus Reconfiguration::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

Configuration Reconfiguration::configuration() const {
  const std::lock_guard lock(mutex_);
  return configuration_;
}

void Reconfiguration::stop() {
  std::thread task;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    task = std::move(task_);
  }
  if (task.joinable()) task.join();
}

}  // namespace mammoth
