#include "hdfs-cli/command_format.h"

#include <fmt/format.h>

#include "hdfs-cli/errors.h"

namespace mammoth::cli {

CommandFormat::CommandFormat(std::size_t least, std::size_t most,
                             std::initializer_list<std::string_view> options)
    : least_(least), most_(most) {
  for (const std::string_view option : options) options_.emplace(option, false);
}

CommandFormat& CommandFormat::with_value(std::string_view option) {
  values_.emplace(option, std::nullopt);
  return *this;
}

CommandFormat& CommandFormat::keep_unknown() {
  keep_unknown_ = true;
  return *this;
}

Result<void> CommandFormat::parse(Arguments& arguments) {
  std::size_t at = 0;
  const auto drop = [&] { arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(at)); };
  while (at < arguments.size()) {
    const std::string argument = arguments[at];
    if (!argument.starts_with('-') || argument == "-") break;
    if (argument == "--") {
      drop();
      break;
    }
    const std::string_view option = std::string_view(argument).substr(1);
    if (const auto found = options_.find(option); found != options_.end()) {
      drop();
      found->second = true;
    } else if (const auto valued = values_.find(option); valued != values_.end()) {
      drop();
      valued->second = "";
      if (at < arguments.size() && arguments.size() > least_ && !arguments[at].starts_with('-')) {
        valued->second = arguments[at];
        drop();
      }
    } else if (keep_unknown_) {
      ++at;
    } else {
      return bad_arguments("Illegal option " + argument);
    }
  }
  const std::size_t count = arguments.size();
  if (count < least_)
    return bad_arguments(
        fmt::format("Not enough arguments: expected {} but got {}", least_, count));
  if (count > most_)
    return bad_arguments(fmt::format("Too many arguments: expected {} but got {}", most_, count));
  return {};
}

bool CommandFormat::has(std::string_view option) const {
  const auto found = options_.find(option);
  return found != options_.end() && found->second;
}

std::optional<std::string> CommandFormat::value(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : found->second;
}

std::vector<std::string_view> CommandFormat::given() const {
  std::vector<std::string_view> result;
  for (const auto& [option, came] : options_)
    if (came) result.push_back(option);
  return result;
}

Result<std::optional<std::string>> pop_option_with_argument(std::string_view name,
                                                            Arguments& arguments) {
  for (auto it = arguments.begin(); it != arguments.end() && *it != "--"; ++it) {
    if (*it != name) continue;
    it = arguments.erase(it);
    if (it == arguments.end())
      return bad_arguments(fmt::format("option {} requires 1 argument.", name));
    std::string value = *it;
    arguments.erase(it);
    return std::optional<std::string>(std::move(value));
  }
  return std::optional<std::string>();
}

bool pop_option(std::string_view name, Arguments& arguments) {
  for (auto it = arguments.begin(); it != arguments.end() && *it != "--"; ++it) {
    if (*it != name) continue;
    arguments.erase(it);
    return true;
  }
  return false;
}

}  // namespace mammoth::cli
