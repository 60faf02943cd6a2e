#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

using hdfs::AclEntry;

class Setfacl final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, kAnyNumber, {"b", "k", "R", "m", "x", "-set"});
    TRY(format.parse(arguments));
    set_recursive(format.has("R"));
    const int chosen =
        format.has("b") + format.has("k") + format.has("m") + format.has("x") + format.has("-set");
    if (chosen > 1) return bad_arguments("Specified flags contains both remove and modify flags");
    for (const auto& [option, action] : {std::pair("b", Action::kRemove),
                                         {"k", Action::kRemoveDefault},
                                         {"m", Action::kModify},
                                         {"x", Action::kRemoveEntries},
                                         {"-set", Action::kSet}})
      if (format.has(option)) action_ = action;
    if (format.has("m") || format.has("x") || format.has("-set"))
      TRY(take_entries(arguments, !format.has("x")));
    if (arguments.empty()) return bad_arguments("<path> is missing");
    if (arguments.size() > 1) return bad_arguments("Too many arguments");
    if (chosen == 0) return bad_arguments("Expected one of -b, -k, -m, -x or --set options");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    hdfs::FileSystem& file_system = *item.file_system;
    if (action_ == Action::kRemove) return file_system.remove_acl(item.path);
    if (action_ == Action::kRemoveDefault) return file_system.remove_default_acl(item.path);
    // On its way through a tree it gives files what is for access alone.
    std::vector<AclEntry> entries = entries_;
    if (recursive() && !item.is_directory()) std::erase_if(entries, &is_default);
    if (entries.empty()) return {};
    if (action_ == Action::kModify) return file_system.modify_acl(item.path, entries);
    if (action_ == Action::kRemoveEntries)
      return file_system.remove_acl_entries(item.path, entries);
    return file_system.set_acl(item.path, entries);
  }

 private:
  enum class Action { kRemove, kRemoveDefault, kModify, kRemoveEntries, kSet };

  static bool is_default(const AclEntry& entry) { return entry.is_default; }

  Result<void> take_entries(Arguments& arguments, bool with_permissions) {
    if (arguments.empty()) return bad_arguments("Missing arguments: <acl_spec> <path>");
    if (arguments.size() < 2) return bad_arguments("Missing either <acl_spec> or <path>");
    entries_ = TRY(hdfs::parse_acl(arguments.front(), with_permissions));
    arguments.erase(arguments.begin());
    if (entries_.empty()) return bad_arguments("Missing <acl_spec> entry");
    return {};
  }

  Action action_ = Action::kSet;
  std::vector<AclEntry> entries_;
};

}  // namespace

constexpr CommandInfo kSetfacl{
    "setfacl", "[-R] [{-b|-k} {-m|-x <acl_spec>} <path>]|[--set <acl_spec> <path>]",
    "Changes the access control list of a file or directory. A specification is entries with "
    "commas "
    "between: user:bob:rwx, group::r-x, default:other::---.\n"
    "-b  Removes all entries but those that the permissions show.\n"
    "-k  Removes the default entries.\n"
    "-R  Also of all that is below.\n"
    "-m  Adds or changes entries.\n"
    "-x  Removes the entries named, without permissions.\n"
    "--set  Replaces the list: that for access, the default one, or both, whatever is given.",
    &make_command<Setfacl>};

}  // namespace mammoth::cli
