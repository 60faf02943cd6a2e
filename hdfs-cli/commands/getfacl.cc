#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

using hdfs::AclEntry;

class Getfacl final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, kAnyNumber, {"R"});
    TRY(format.parse(arguments));
    set_recursive(format.has("R"));
    if (arguments.empty()) return bad_arguments("<path> is missing");
    if (arguments.size() > 1) return bad_arguments("Too many arguments");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    const hdfs::FileStatus& status = *item.status;
    out().line("# file: " + item.text);
    out().line("# owner: " + status.owner);
    out().line("# group: " + status.group);
    if ((status.permission & 01000) != 0)
      out().line((status.permission & 1) != 0 ? "# flags: --t" : "# flags: --T");
    std::vector<AclEntry> entries;
    if (status.has_acl) entries = TRY(item.file_system->acl_status(item.path)).entries;
    const auto acl = hdfs::full_acl(status.permission, entries);
    const auto defaults = std::ranges::find_if(acl, &AclEntry::is_default);
    print({acl.begin(), defaults});
    print({defaults, acl.end()});
    out().line("");
    return {};
  }

 private:
  static constexpr std::size_t kMinimal = 3;  // owner, group, others: there is no mask

  // The mask is the next to last; it limits groups and whoever is named.
  void print(std::vector<AclEntry> acl) {
    for (const AclEntry& entry : acl) {
      std::string line = hdfs::acl_text(entry);
      if (acl.size() > kMinimal && (!entry.name.empty() || entry.type == AclEntry::Type::kGroup)) {
        AclEntry effective = entry;
        effective.permission &= acl[acl.size() - 2].permission;
        if (effective.permission != entry.permission) {
          const std::string text = hdfs::acl_text(effective);
          line += "\t#effective:" + text.substr(text.rfind(':') + 1);
        }
      }
      out().line(line);
    }
  }
};

}  // namespace

constexpr CommandInfo kGetfacl{
    "getfacl", "[-R] <path>",
    "Shows the access control list of a file or directory, of a directory "
    "also the default one.\n"
    "-R  Also of all that is below.",
    &make_command<Getfacl>};

}  // namespace mammoth::cli
