#include "hdfs-cli/distcp/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>

#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli::distcp {

namespace {

constexpr int kMostListingThreads = 40;

struct Switch {
  std::string_view name;
  int values;
  std::string_view help;
};

constexpr std::array kSwitches{
    Switch{"append", 0, "Keeps what a target file has and appends what is missing, if it can"},
    Switch{"async", 0, "Leaves the copy to a cluster that runs jobs; not supported"},
    Switch{"atomic", 0, "Commits all files or none"},
    Switch{"bandwidth", 1, "Megabytes a second for each copying thread"},
    Switch{"blocksperchunk", 1, "Files of more blocks are copied in parts of so many, side by side"},
    Switch{"copybuffersize", 1, "Accepted; buffers have a size of their own"},
    Switch{"delete", 0,
           "Deletes from the target what the source has not; with -update or "
           "-overwrite"},
    Switch{"diff", 2, "Copies the difference of two snapshots of the source; with -update"},
    Switch{"direct", 0, "Writes under the final name instead of renaming a temporary file"},
    Switch{"f", 1, "A file that lists the sources"},
    Switch{"filelimit", 1, "Deprecated; ignored"},
    Switch{"filters", 1, "A file with regular expressions for paths that are not copied"},
    Switch{"i", 0, "Goes on when a source cannot be read"},
    Switch{"log", 1, "The directory for the log of what was skipped and copied"},
    Switch{"m", 1, "Files that are copied at a time (20)"},
    Switch{"numListstatusThreads", 1, "Accepted, up to 40; the listing takes one thread"},
    Switch{"overwrite", 0, "Replaces target files that are there already"},
    Switch{"p", 1,
           "Keeps replication, block size, user, group, permission, checksum type, ACL, "
           "XATTR, times (rbugpcaxt); -p alone is -prbugpct"},
    Switch{"rdiff", 2,
           "Takes the target back from its newer to its older snapshot, which the source has too; "
           "with -update"},
    Switch{"sizelimit", 1, "Deprecated; ignored"},
    Switch{"skipcrccheck", 0, "Compares lengths only"},
    Switch{"strategy", 1, "uniformsize or dynamic; here every thread takes the next file"},
    Switch{"tmp", 1, "The directory to gather files in before an atomic commit"},
    Switch{"update", 0, "Copies what is missing or differs"},
    Switch{"updateRoot", 0, "Gives the root of the target the attributes of the source too"},
    Switch{"useiterator", 0, "Accepted; the listing is read page by page in any case"},
    Switch{"v", 0, "Adds sizes to the log"},
    Switch{"xtrack", 1, "Tracks missing files; not supported"},
};

using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

const Switch* find(std::string_view name) {
  const auto found = std::ranges::find(kSwitches, name, &Switch::name);
  return found == kSwitches.end() ? nullptr : &*found;
}

struct Token {
  const Switch* option = nullptr;
  std::optional<std::string> value;  // in the same argument: -pugp, -m=3
};

Token read_token(const std::string& argument) {
  if (!argument.starts_with('-') || argument.size() < 2) return {};
  if (argument == "-p") return {find("p"), "rbugpct"};
  const std::string name = argument.substr(argument.starts_with("--") ? 2 : 1);
  if (const Switch* option = find(name)) return {option, std::nullopt};
  const std::size_t equals = name.find('=');
  if (equals != std::string::npos)
    if (const Switch* option = find(name.substr(0, equals)))
      return {option, name.substr(equals + 1)};
  if (const Switch* option = find(name.substr(0, 1)); option != nullptr && option->values == 1)
    return {option, name.substr(1)};
  return {};
}

// The options before the first argument that is none.
Result<Values> take_switches(const Arguments& arguments, Arguments& rest) {
  Values values;
  std::size_t i = 0;
  while (i < arguments.size()) {
    const Token token = read_token(arguments[i]);
    if (token.option == nullptr) break;
    ++i;
    auto& given = values[std::string(token.option->name)];
    if (token.value) given.push_back(*token.value);
    while (std::ssize(given) < token.option->values && i < arguments.size() &&
           read_token(arguments[i]).option == nullptr)
      given.push_back(arguments[i++]);
    if (given.empty() && token.option->values > 0)
      return bad_arguments(
          fmt::format("Unable to parse arguments. [{}]", fmt::join(arguments, ", ")));
  }
  if (i < arguments.size() && arguments[i] == "--") ++i;
  rest.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
  return values;
}

Result<void> read_preserve(Options& options, const std::string& attributes) {
  Preserve& preserve = options.preserve;
  for (const char letter : attributes) {
    switch (std::tolower(static_cast<unsigned char>(letter))) {
      case 'r':
        preserve.replication = true;
        break;
      case 'b':
        preserve.block_size = true;
        break;
      case 'u':
        preserve.user = true;
        break;
      case 'g':
        preserve.group = true;
        break;
      case 'p':
        preserve.permission = true;
        break;
      case 'c':
        preserve.checksum_type = true;
        break;
      case 'a':
        preserve.acl = true;
        preserve.permission = true;
        break;
      case 'x':
        preserve.xattrs = true;
        break;
      case 't':
        preserve.times = true;
        break;
      case 'e':
        break;  // no file has an erasure coding policy
      default:
        return bad_arguments(fmt::format("No attribute for {}", letter));
    }
  }
  return {};
}

Result<void> read_numbers(Options& options, const Values& values) {
  const auto number = [&](std::string_view name, std::string_view what, int unset) -> Result<int> {
    const auto given = values.find(name);
    if (given == values.end()) return unset;
    const auto parsed = parse_int(given->second.front());
    if (!parsed) return bad_arguments(fmt::format("{}: {}", what, given->second.front()));
    return *parsed;
  };
  options.threads = std::max(1, TRY(number("m", "Number of maps is invalid", options.threads)));
  options.listing_threads =
      std::clamp(TRY(number("numListstatusThreads", "Number of liststatus threads is invalid", 1)),
                 1, kMostListingThreads);
  options.blocks_per_chunk = TRY(number("blocksperchunk", "blocksPerChunk is invalid", 0));
  TRY(number("copybuffersize", "copyBufferSize is invalid", 0));
  TRY(number("filelimit", "File-limit is invalid", 0));
  TRY(number("sizelimit", "Size-limit is invalid", 0));
  for (const std::string_view old : {"filelimit", "sizelimit"})
    if (values.contains(old))
      options.warnings.push_back(fmt::format("{} is a deprecated option. Ignoring.", old));
  const auto bandwidth = values.find("bandwidth");
  if (bandwidth == values.end()) return {};
  const std::string& text = bandwidth->second.front();
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), options.bandwidth_mb);
  if (error != std::errc() || end != text.data() + text.size())
    return bad_arguments("Bandwidth specified is invalid: " + text);
  if (options.bandwidth_mb <= 0)
    return bad_arguments(fmt::format("Bandwidth {} is invalid (should be > 0)", text));
  return {};
}

Result<void> read_paths(Options& options, const Arguments& rest, const Values& values) {
  if (rest.empty()) return bad_arguments("Target path not specified");
  options.target = rest.back();
  options.sources.assign(rest.begin(), rest.end() - 1);
  if (const auto listing = values.find("f"); listing != values.end()) {
    if (!options.sources.empty())
      return bad_arguments("Both source file listing and source paths present");
    options.source_listing = listing->second.front();
  } else if (options.sources.empty()) {
    return bad_arguments("Neither source file listing nor source paths present");
  }
  return {};
}

Result<void> validate(Options& options, const Values& values) {
  const bool diff = values.contains("diff");
  const bool rdiff = values.contains("rdiff");
  if ((diff || rdiff) && options.remove_missing) {
    return bad_arguments(
        "-delete and -diff/-rdiff are mutually exclusive. The -delete option will be ignored.");
  }
  if (!options.work_path.empty() && !options.atomic)
    return bad_arguments("-tmp work-path can only be specified along with -atomic");
  if (options.atomic && (options.update || options.overwrite))
    return bad_arguments("Atomic commit can't be used with sync folder or overwrite options");
  if (options.remove_missing && !options.overwrite && !options.update)
    return bad_arguments("Delete missing is applicable only with update or overwrite options");
  if (options.overwrite && options.update)
    return bad_arguments("Overwrite and update options are mutually exclusive");
  if (options.append && !options.update)
    return bad_arguments("Append is valid only with update options");
  if (options.append && options.skip_checksums)
    return bad_arguments("Append is disallowed when skipping CRC");
  if ((diff || rdiff) && !options.update)
    return bad_arguments("-diff/-rdiff is valid only with -update option");
  if (diff && rdiff) return bad_arguments("-diff and -rdiff are mutually exclusive");
  if (diff || rdiff) {
    const auto& names = values.find(diff ? "diff" : "rdiff")->second;
    const auto blank = [](const std::string& name) {
      return name.find_first_not_of(" \t") == name.npos;
    };
    if (names.size() < 2 || blank(names[0]) || blank(names[1]))
      return bad_arguments("Must provide both the starting and ending snapshot names");
    options.from_snapshot = names[0];
    options.to_snapshot = names[1];
    options.backwards = rdiff;
  }
  if (options.verbose && options.log_path.empty())
    return bad_arguments("-v is valid only with -log option");
  const auto strategy = values.find("strategy");
  if (strategy != values.end() && strategy->second.front() != "uniformsize" &&
      strategy->second.front() != "dynamic")
    return bad_arguments("There is no strategy " + strategy->second.front() +
                         "; there are uniformsize and dynamic");
  for (const std::string_view name : {"async", "xtrack"})
    if (values.contains(name)) return bad_arguments(fmt::format("-{} is not supported.", name));
  return {};
}

}  // namespace

Result<Options> Options::parse(const Arguments& arguments) {
  Arguments rest;
  const Values values = TRY(take_switches(arguments, rest));
  Options options;
  TRY(read_paths(options, rest, values));
  const auto has = [&](std::string_view name) { return values.contains(name); };
  const auto text = [&](std::string_view name) {
    const auto given = values.find(name);
    return given == values.end() ? std::string() : given->second.front();
  };
  options.update = has("update");
  options.overwrite = has("overwrite");
  options.append = has("append");
  options.remove_missing = has("delete");
  options.ignore_failures = has("i");
  options.atomic = has("atomic");
  options.skip_checksums = has("skipcrccheck");
  options.direct = has("direct");
  options.update_root = has("updateRoot");
  options.verbose = has("v");
  options.work_path = text("tmp");
  options.log_path = text("log");
  options.filters_file = text("filters");
  TRY(read_numbers(options, values));
  TRY(read_preserve(options, text("p")));
  TRY(validate(options, values));
  if (options.blocks_per_chunk > 0) {  // parts are joined at the ends of blocks
    options.preserve.block_size = true;
    options.append = false;
  }
  return options;
}

std::string usage() {
  std::string text = "usage: distcp OPTIONS [source_path...] <target_path>\n\nOPTIONS\n";
  for (const Switch& option : kSwitches)
    text += fmt::format(" -{:<28} {}\n",
                        fmt::format("{}{}", option.name, option.values > 0 ? " <arg>" : ""),
                        option.help);
  return text;
}

}  // namespace mammoth::cli::distcp
