#include "hdfs-cli/command.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

// Hadoop: CommonConfigurationKeys.HADOOP_SHELL_MISSING_DEFAULT_FS_WARNING_KEY.
constexpr std::string_view kMissingDefaultWarning = "hadoop.shell.missing.defaultFs.warning";

}  // namespace

std::string CommandInfo::usage_line() const {
  return usage.empty() || is_deprecated() ? fmt::format("-{}", name)
                                          : fmt::format("-{} {}", name, usage);
}

Command::Command(const CommandInfo& info, Environment& environment)
    : info_(info), environment_(environment), file_systems_(environment) {}

Result<int> Command::run(Arguments arguments) {
  if (info_.is_deprecated())
    display_warning(fmt::format("DEPRECATED: Please use '{}' instead.", info_.replaced_by));
  const auto body = [&]() -> Result<void> {
    TRY(parse_options(arguments));
    return process_raw_arguments(arguments);
  };
  TRY(tolerate(body()));
  const std::scoped_lock lock(errors_mutex_);
  return errors_ == 0 ? exit_code_ : 1;
}

Result<void> Command::parse_options(Arguments&) {
  return {};
}

Result<void> Command::process_raw_arguments(Arguments& arguments) {
  std::vector<PathData> items;
  for (const std::string& argument : arguments) {
    Result<std::vector<PathData>> expanded = expand_argument(argument);
    if (!expanded) {
      TRY(tolerate(std::move(expanded).error()));
      continue;
    }
    std::ranges::move(*expanded, std::back_inserter(items));
  }
  if (environment_.configuration.find(kMissingDefaultWarning) == "true" &&
      default_file_system(environment_) == "file:///")
    environment_.err.line(
        fmt::format("Warning: fs.defaultFS is not set when running \"{}\" command.", name()));
  return process_arguments(items);
}

Result<std::vector<PathData>> Command::expand_argument(const std::string& argument) {
  std::vector<PathData> items = TRY(expand(file_systems_, argument));
  if (items.empty()) return not_found(argument);
  return items;
}

Result<void> Command::process_arguments(std::vector<PathData>& items) {
  for (PathData& item : items) TRY(tolerate(process_argument(item)));
  return {};
}

Result<void> Command::process_argument(PathData& item) {
  return item.exists() ? process_path_argument(item) : process_nonexistent_path(item);
}

Result<void> Command::process_path_argument(PathData& item) {
  depth_ = 0;
  std::vector<PathData> one{item};
  return process_paths(nullptr, one);
}

Result<void> Command::process_nonexistent_path(PathData& item) {
  return not_found(item.text);
}

Result<void> Command::process_paths(const PathData*, std::vector<PathData>& items) {
  for (PathData& item : items) TRY(tolerate(process_one(item)));
  return {};
}

Result<void> Command::process_one(PathData& item) {
  TRY(process_path(item));
  if (recursive_ && is_recursable(item)) TRY(recurse_path(item));
  return post_process_path(item);
}

Result<void> Command::process_path(PathData&) {
  return Error{ErrorCode::kUnsupportedOperation,
               fmt::format("The command {} is not supported.", name())};
}

Result<void> Command::post_process_path(PathData&) {
  return {};
}

Result<void> Command::recurse_path(PathData& item) {
  ++depth_;
  Result<void> outcome = process_listing(item);
  --depth_;
  return outcome;
}

Result<void> Command::process_listing(PathData& directory) {
  if (!directory.exists()) return not_found(directory.text);
  if (!directory.is_directory()) return is_not_a_directory(directory.text);
  const std::size_t group_size = is_sorted() ? static_cast<std::size_t>(-1) : listing_group();
  std::vector<PathData> group;
  Result<void> outcome;
  TRY(directory.file_system->list(directory.path, [&](const hdfs::FileStatus& entry) {
    group.push_back(directory.child(entry.name(), entry));
    if (group.size() < group_size) return true;
    outcome = process_paths(&directory, group);
    group.clear();
    return outcome.has_value();
  }));
  if (!outcome) return outcome;
  if (is_sorted()) std::ranges::sort(group, path_before, &PathData::path);
  if (group.empty() && !is_sorted()) return {};
  return process_paths(&directory, group);
}

Result<void> Command::tolerate(Result<void> outcome) {
  if (outcome || ends_command(outcome.error())) return outcome;
  display_error(outcome.error());
  return {};
}

void Command::display_error(const Error& error) {
  {
    const std::scoped_lock lock(errors_mutex_);
    ++errors_;
  }
  const std::string& message = error.message;
  display_warning(message.empty() ? "Input/output error"
                                  : std::string_view(message).substr(0, message.find('\n')));
}

void Command::display_warning(std::string_view message) {
  environment_.err.line(fmt::format("{}: {}", name(), message));
}

}  // namespace mammoth::cli
