#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/text.h"
#include "hdfs-cli/xattr_text.h"

namespace mammoth::cli {

namespace {

class Getfattr final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    name_ = TRY(pop_option_with_argument("-n", arguments));
    if (const auto encoding = TRY(pop_option_with_argument("-e", arguments))) {
      const auto known = parse_xattr_encoding(*encoding);
      if (!known)
        return bad_arguments("Invalid/unsupported encoding option specified: " + *encoding);
      encoding_ = *known;
    }
    set_recursive(pop_option("-R", arguments));
    dump_ = pop_option("-d", arguments);
    if (!dump_ && !name_) return bad_arguments("Must specify '-n name' or '-d' option.");
    if (arguments.empty()) return bad_arguments("<path> is missing.");
    if (arguments.size() > 1) return bad_arguments("Too many arguments.");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    out().line("# file: " + item.text);
    std::vector<std::string> names;
    if (!dump_) names.push_back(*name_);
    auto xattrs = TRY(item.file_system->xattrs(item.path, names));
    order_as_hash_map(xattrs);
    for (const hdfs::XAttr& xattr : xattrs) {
      const std::string& name = dump_ ? xattr.name : *name_;
      out().line(xattr.value.empty()
                     ? name
                     : fmt::format("{}={}", name, encode_xattr(xattr.value, encoding_)));
    }
    return {};
  }

 private:
  std::optional<std::string> name_;
  bool dump_ = false;
  XAttrEncoding encoding_ = XAttrEncoding::kText;
};

}  // namespace

constexpr CommandInfo kGetfattr{
    "getfattr", "[-R] {-n name | -d} [-e en] <path>",
    "Shows the extended attributes of a file or directory.\n"
    "-R  Also of all that is below.\n"
    "-n name  Only this one.\n"
    "-d  All of them.\n"
    "-e <encoding>  How values are shown: text, in quotes; hex, after 0x; base64, after 0s.",
    &make_command<Getfattr>};

}  // namespace mammoth::cli
