#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";

std::string_view trim(std::string_view text) {
  const std::size_t start = text.find_first_not_of(kSpaces);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpaces) - start + 1);
}

bool is_name(std::string_view text) {
  for (const char c : text)
    if (!std::isalnum(static_cast<unsigned char>(c)) &&
        std::string_view("-+_./@").find(c) == std::string_view::npos)
      return false;
  return true;
}

class Chown : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(2, kAnyNumber, {"R"});
    TRY(format.parse(arguments));
    set_recursive(format.has("R"));
    const std::string text = arguments.front();
    arguments.erase(arguments.begin());
    return parse_names(text);
  }

  virtual Result<void> parse_names(const std::string& text) {
    const std::string_view plain = trim(text);
    const std::size_t colon = plain.find(':');
    owner_ = plain.substr(0, colon);
    group_ = colon == std::string_view::npos ? "" : plain.substr(colon + 1);
    if (!is_name(owner_) || !is_name(group_))
      return bad_arguments(
          fmt::format("'{}' does not match expected pattern for [owner][:group].", text));
    if (owner_.empty() && group_.empty())
      return bad_arguments(fmt::format("'{}' does not specify owner or group.", text));
    return {};
  }

  Result<void> process_path(PathData& item) override {
    const std::string owner = owner_ == item.status->owner ? "" : owner_;
    const std::string group = group_ == item.status->group ? "" : group_;
    if (owner.empty() && group.empty()) return {};
    Result<void> set = item.file_system->set_owner(item.path, owner, group);
    if (set || ends_command(set.error())) return set;
    return Error{ErrorCode::kIo,
                 fmt::format("changing ownership of '{}': {}", item.text, set.error().message)};
  }

  // Empty: stays as it is.
  std::string owner_;
  std::string group_;
};

class Chgrp final : public Chown {
 public:
  using Chown::Chown;

 protected:
  Result<void> parse_names(const std::string& text) override {
    group_ = trim(text);
    if (group_.empty() || !is_name(group_))
      return bad_arguments(fmt::format("'{}' does not match expected pattern for group", text));
    return {};
  }
};

}  // namespace

constexpr CommandInfo kChown{
    "chown", "[-R] [OWNER][:[GROUP]] PATH...",
    "Changes the owner and the group of files and directories, or one of them. Names are made of "
    "letters, digits and -+_./@.\n"
    "-R  Also all that is below.",
    &make_command<Chown>};

constexpr CommandInfo kChgrp{"chgrp", "[-R] GROUP PATH...",
                             "The same as -chown :GROUP.\n-R  Also all that is below.",
                             &make_command<Chgrp>};

}  // namespace mammoth::cli
