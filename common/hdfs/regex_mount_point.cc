#include "common/hdfs/regex_mount_point.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace mammoth::hdfs {

namespace {

constexpr std::size_t kLongestPath = 8'000;  // as the NameNode; an expression's depth follows it
constexpr std::string_view kReplaceTarget = "replaceresolveddstpath";

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Without the names of its groups, which std::regex does not know; `names` gets them.
std::string without_names(std::string_view expression,
                          std::map<std::string, std::size_t, std::less<>>& names) {
  std::string plain;
  std::size_t groups = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    plain.push_back(c);
    if (c == '\\' && i + 1 < expression.size()) plain.push_back(expression[++i]);
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    if (c != '(' || in_class) continue;
    const std::string_view rest = expression.substr(i + 1);
    if (!rest.starts_with('?')) {
      ++groups;
      continue;
    }
    const std::size_t end = rest.find('>');
    const bool is_named = rest.starts_with("?<") && rest.size() > 2 && is_word(rest[2]) &&
                          end != std::string_view::npos;
    if (!is_named) continue;
    names.emplace(std::string(rest.substr(2, end - 2)), ++groups);
    i += end + 1;
  }
  return plain;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// The variables of a target, "$name" and "${name}": how it is written, and the name.
std::vector<std::pair<std::string, std::string>> variables_of(const std::string& target) {
  static const std::regex kVariable(R"(\$(\{(\w+)\}|(\w+)))");
  std::vector<std::pair<std::string, std::string>> variables;
  for (std::sregex_iterator at(target.begin(), target.end(), kVariable), end; at != end; ++at)
    variables.emplace_back((*at)[0].str(), (*at)[2].matched ? (*at)[2].str() : (*at)[3].str());
  // "$1" is the beginning of "$10"
  std::ranges::sort(variables, std::greater{},
                    [](const auto& variable) { return variable.first.size(); });
  return variables;
}

// As Java's Matcher.replaceAll: \x is x, $1 a group.
std::string replacement_of(const std::smatch& match, const std::string& to) {
  std::string text;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == '\\' && i + 1 < to.size()) {
      text.push_back(to[++i]);
    } else if (to[i] == '$' && i + 1 < to.size() && std::isdigit(static_cast<unsigned char>(to[i + 1]))) {
      text += match[static_cast<std::size_t>(to[++i] - '0')].str();
    } else {
      text.push_back(to[i]);
    }
  }
  return text;
}

std::string with_replacements(const std::string& text, const std::regex& from, const std::string& to) {
  std::string result;
  auto copied = text.begin();
  for (std::sregex_iterator at(text.begin(), text.end(), from), end; at != end; ++at) {
    result.append(copied, (*at)[0].first).append(replacement_of(*at, to));
    copied = (*at)[0].second;
  }
  return result.append(copied, text.end());
}

}  // namespace

Result<RegexMountPoint::Replacement> RegexMountPoint::make_replacement(std::string_view setting,
                                                                       std::string_view settings) {
  const Error illegal{ErrorCode::kIo, fmt::format("Illegal settings String {}", settings)};
  const std::size_t first = setting.find(':');
  const std::size_t second = first == setting.npos ? first : setting.find(':', first + 1);
  if (second == setting.npos || second + 1 == setting.size() ||
      setting.find(':', second + 1) != setting.npos)
    return illegal;
  std::string type(setting.substr(0, first));
  std::erase(type, ' ');
  std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::tolower(c); });
  if (type != kReplaceTarget) return illegal;
  const std::string from(setting.substr(first + 1, second - first - 1));
  try {
    return Replacement{std::regex(from), std::string(setting.substr(second + 1))};
  } catch (const std::regex_error&) {
    return Error{ErrorCode::kIo, "Initialize interceptor failed, srcRegx:" + from};
  }
}

Result<RegexMountPoint> RegexMountPoint::make(std::string source, std::string target,
                                              std::string_view settings) {
  RegexMountPoint mount;
  mount.source_ = std::move(source);
  mount.target_ = std::move(target);
  try {
    mount.pattern_ = std::regex(without_names(mount.source_, mount.names_));
  } catch (const std::regex_error&) {
    return Error{ErrorCode::kIo,
                 fmt::format("Failed to initialized mount point due to bad src path regex:{}, "
                             "dstPath:{}",
                             mount.source_, mount.target_)};
  }
  for (std::string_view rest = settings; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (!one.empty()) mount.replacements_.push_back(TRY(make_replacement(one, settings)));
  }
  return mount;
}

Result<void> RegexMountPoint::fill(const std::smatch& match, std::string& target) const {
  for (const auto& [written, name] : variables_of(target_)) {
    std::size_t group = 0;
    if (std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; })) {
      if (name.size() > 4) continue;
      group = static_cast<std::size_t>(std::stoi(name));
    } else if (const auto named = names_.find(name); named != names_.end()) {
      group = named->second;
    } else {
      return Error{ErrorCode::kIllegalArgument, fmt::format("No group with name <{}>", name)};
    }
    if (group < match.size() && match[group].matched) replace_all(target, written, match[group].str());
  }
  return {};
}

Result<std::optional<RegexMountPoint::Match>> RegexMountPoint::resolve(const std::string& path,
                                                                       bool resolve_last) const {
  if (path.size() > kLongestPath)
    return Error{ErrorCode::kInvalidPath,
                 fmt::format("a path of {} characters; {} can be looked up", path.size(),
                             kLongestPath)};
  const std::string looked_up = resolve_last ? path : path.substr(0, path.rfind('/'));
  Match found{.target = target_, .resolved = {}, .remaining = {}};
  bool matched = false;
  for (std::sregex_iterator at(looked_up.begin(), looked_up.end(), pattern_), end; at != end; ++at) {
    matched = true;
    found.resolved = looked_up.substr(
        0, static_cast<std::size_t>(at->position(0) + at->length(0)));
    TRY(fill(*at, found.target));
  }
  if (!matched) return std::optional<Match>();
  found.remaining = path.substr(found.resolved.size());
  if (!found.remaining.starts_with('/')) found.remaining.insert(0, "/");
  for (const Replacement& replacement : replacements_)
    found.target = with_replacements(found.target, replacement.from, replacement.to);
  return std::optional(std::move(found));
}

}  // namespace mammoth::hdfs
