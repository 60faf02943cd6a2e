#include "common/config/key_value.h"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <utility>

#include "common/base/check.h"
#include "common/config/values.h"

namespace mammoth {
namespace {

Result<std::int64_t> parse_number(const ConfigKey& key, std::string_view text) {
  switch (key.type) {
    case KeyType::kInt:
      return parse_int(text);
    case KeyType::kSize:
      return parse_size(text);
    case KeyType::kDuration:
      return TRY(parse_duration(text, key.unit)).count();
    case KeyType::kOctal:
      return parse_octal(text);
    case KeyType::kUmask:
      return parse_umask(text);
    default:
      check(false, "the key is not a number");
      return 0;
  }
}

struct Range {
  std::string_view low, high;  // as written; empty: no limit
};

Range range_of(const ConfigKey& key) {
  const std::size_t dots = key.accepts.find("..");
  if (dots == std::string_view::npos) return {};
  return {key.accepts.substr(0, dots), key.accepts.substr(dots + 2)};
}

Error out_of_range(Range range) {
  if (range.high.empty())
    return {ErrorCode::kIllegalArgument, fmt::format("expected {} or more", range.low)};
  return {ErrorCode::kIllegalArgument, fmt::format("expected {} to {}", range.low, range.high)};
}

Result<void> check_choice(const ConfigKey& key, std::string_view text) {
  std::string_view rest = key.accepts;
  std::string choices;
  while (!rest.empty()) {
    const std::string_view choice = rest.substr(0, rest.find('|'));
    if (choice == text) return {};
    fmt::format_to(std::back_inserter(choices), "{}{}", choices.empty() ? "" : ", ", choice);
    rest.remove_prefix(std::min(choice.size() + 1, rest.size()));
  }
  return Error{ErrorCode::kIllegalArgument, fmt::format("expected one of: {}", choices)};
}

}  // namespace

Result<std::int64_t> read_number(const ConfigKey& key, std::string_view text) {
  const std::int64_t number = TRY(parse_number(key, text));
  if (key.type == KeyType::kInt && (number < std::numeric_limits<std::int32_t>::min() ||
                                    number > std::numeric_limits<std::int32_t>::max()))
    return Error{ErrorCode::kIllegalArgument, "expected a whole number below 2147483648"};
  const Range range = range_of(key);
  if (!range.low.empty() && number < *parse_number(key, range.low)) return out_of_range(range);
  if (!range.high.empty() && number > *parse_number(key, range.high)) return out_of_range(range);
  return number;
}

Result<double> read_double(const ConfigKey& key, std::string_view text) {
  const double number = TRY(parse_double(text));
  const Range range = range_of(key);
  if (!range.low.empty() && number < *parse_double(range.low)) return out_of_range(range);
  if (!range.high.empty() && number > *parse_double(range.high)) return out_of_range(range);
  return number;
}

Result<HostPort> read_address(const ConfigKey& key, std::string_view text) {
  if (key.unit.empty()) return parse_host_port(text);
  return parse_host_port(text, static_cast<std::uint16_t>(*parse_int(key.unit)));
}

Result<std::vector<StorageDirectory>> read_directories(std::string_view text) {
  std::vector<StorageDirectory> directories;
  for (const std::string& part : split_list(text))
    directories.push_back(TRY(parse_storage_directory(part)));
  return directories;
}

Result<void> check_value(const ConfigKey& key, std::string_view text) {
  if (text.empty() && key.default_value.empty()) return {};
  switch (key.type) {
    case KeyType::kString:
    case KeyType::kList:
    case KeyType::kPrefix:
      break;
    case KeyType::kInt:
    case KeyType::kSize:
    case KeyType::kDuration:
    case KeyType::kOctal:
    case KeyType::kUmask:
      TRY(read_number(key, text));
      break;
    case KeyType::kDouble:
      TRY(read_double(key, text));
      break;
    case KeyType::kBool:
      TRY(parse_bool(text));
      break;
    case KeyType::kAddress:
      TRY(read_address(key, text));
      break;
    case KeyType::kDirectories:
      TRY(read_directories(text));
      break;
    case KeyType::kChoice:
      return check_choice(key, text);
  }
  return {};
}

}  // namespace mammoth
