// `hdfs cacheadmin`: -addDirective, -modifyDirective, -listDirectives, -removeDirective and
// -removeDirectives.
#include <fmt/format.h>

#include "common/hdfs/cache_admin.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/tools/cacheadmin.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kPathMissing = "You must specify a path with -path.";

Result<std::optional<hdfs::CacheDirectiveExpiry>> parse_expiry(
    const std::optional<std::string>& text) {
  if (!text) return std::optional<hdfs::CacheDirectiveExpiry>();
  if (lower_case(*text) == "never")
    return std::optional(hdfs::CacheDirectiveExpiry{hdfs::kCacheNeverExpiresMs, true});
  return std::optional(hdfs::CacheDirectiveExpiry{TRY(parse_duration(*text)), true});
}

int bad_expiry(Environment& environment, const Error& error) {
  return misused(environment, "Error while parsing ttl value: " + error.message);
}

Result<int> add_directive(Environment& environment, const ToolCommand&, Arguments arguments) {
  hdfs::CacheDirectiveInfo directive;
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path) return misused(environment, kPathMissing);
  TRY(Path::parse(*path));
  directive.pool = TRY(pop_option_with_argument("-pool", arguments));
  if (!directive.pool) return misused(environment, "You must specify a pool name with -pool.");
  const bool force = pop_option("-force", arguments);
  if (const auto replication = TRY(pop_option_with_argument("-replication", arguments)))
    directive.replication = TRY(parse_short(*replication));
  const auto expiry = parse_expiry(TRY(pop_option_with_argument("-ttl", arguments)));
  if (!expiry) return bad_expiry(environment, expiry.error());
  directive.expiry = *expiry;
  if (const auto code = left_over(environment, arguments)) return *code;

  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  directive.path = target.path;
  hdfs::CacheAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  const auto id = admin.add_directive(directive, force);
  if (!id) return refused(environment, id.error());
  environment.out.line(fmt::format("Added cache directive {}", *id));
  return 0;
}

// "Can't understand argument" with the short usage.
std::optional<int> left_over_of(Environment& environment, const Arguments& arguments,
                                const ToolCommand& command) {
  const auto code = left_over(environment, arguments);
  if (code) environment.err.line("Usage is " + short_usage(command));
  return code;
}

Result<int> modify_directive(Environment& environment, const ToolCommand& command,
                             Arguments arguments) {
  hdfs::CacheDirectiveInfo directive;
  const auto id = TRY(pop_option_with_argument("-id", arguments));
  if (!id) return misused(environment, "You must specify a directive ID with -id.");
  directive.id = TRY(parse_long(*id));
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (path) TRY(Path::parse(*path));
  const bool force = pop_option("-force", arguments);
  if (const auto replication = TRY(pop_option_with_argument("-replication", arguments)))
    directive.replication = TRY(parse_short(*replication));
  directive.pool = TRY(pop_option_with_argument("-pool", arguments));
  const auto expiry = parse_expiry(TRY(pop_option_with_argument("-ttl", arguments)));
  if (!expiry) return bad_expiry(environment, expiry.error());
  directive.expiry = *expiry;
  if (const auto code = left_over_of(environment, arguments, command)) return *code;
  if (!path && !directive.replication && !directive.pool && !directive.expiry)
    return misused(environment, "No modifications were specified.");

  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, path.value_or("/")));
  if (path) directive.path = target.path;
  hdfs::CacheAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  const auto modified = admin.modify_directive(directive, force);
  if (!modified) return refused(environment, modified.error());
  environment.out.line("Modified cache directive " + *id);
  return 0;
}

Result<int> remove_directive(Environment& environment, const ToolCommand& command,
                             Arguments arguments) {
  const auto text = pop_first_non_option(arguments);
  if (!text) return misused(environment, "You must specify a directive ID to remove.");
  const auto id = parse_long(*text);
  if (!id)
    return misused(environment,
                   fmt::format("Invalid directive ID {}: expected a numeric value.", *text));
  if (*id <= 0)
    return misused(environment,
                   fmt::format("Invalid directive ID {}: ids must be greater than 0.", *id));
  if (const auto code = left_over_of(environment, arguments, command)) return *code;
  hdfs::CacheAdmin admin(TRY(default_namenode(environment)));
  const auto removed = admin.remove_directive(*id);
  if (!removed) return refused(environment, removed.error());
  environment.out.line(fmt::format("Removed cached directive {}", *id));
  return 0;
}

Result<int> remove_directives(Environment& environment, const ToolCommand& command,
                              Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path) return misused(environment, kPathMissing);
  if (const auto code = left_over_of(environment, arguments, command)) return *code;
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  hdfs::CacheAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  int code = 0;
  const auto listed =
      admin.list_directives({.path = target.path}, [&](const hdfs::CacheDirectiveEntry& entry) {
        const auto removed = admin.remove_directive(*entry.info.id);
        if (removed)
          environment.out.line(fmt::format("Removed cache directive {}", *entry.info.id));
        else
          code = refused(environment, removed.error());
      });
  if (!listed) code = refused_remotely(environment, listed.error());
  if (code == 0) environment.out.line("Removed every cache directive with path " + *path);
  return code;
}

std::string expiry_text(const hdfs::CacheDirectiveExpiry& expiry) {
  if (expiry.ms > hdfs::kCacheNeverExpiresMs / 2) return "never";
  return expiry.is_relative ? duration_text(expiry.ms)
                            : local_time(expiry.ms, "%Y-%m-%dT%H:%M:%S%z");
}

std::vector<std::string> directive_cells(const hdfs::CacheDirectiveEntry& entry, bool with_stats) {
  const hdfs::CacheDirectiveInfo& directive = entry.info;
  std::vector<std::string> cells{std::to_string(*directive.id), *directive.pool,
                                 std::to_string(*directive.replication),
                                 expiry_text(*directive.expiry), *directive.path};
  if (with_stats)
    for (const std::int64_t number :
         {entry.bytes_needed, entry.bytes_cached, entry.files_needed, entry.files_cached})
      cells.push_back(std::to_string(number));
  return cells;
}

Result<int> list_directives(Environment& environment, const ToolCommand&, Arguments arguments) {
  using enum Listing::Side;
  hdfs::CacheDirectiveInfo filter;
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (path) TRY(Path::parse(*path));
  filter.pool = TRY(pop_option_with_argument("-pool", arguments));
  const bool with_stats = pop_option("-stats", arguments);
  if (const auto id = TRY(pop_option_with_argument("-id", arguments)))
    filter.id = TRY(parse_long(*id));
  if (const auto code = left_over(environment, arguments)) return *code;
  std::vector<Listing::Column> columns{
      {"ID", kRight}, {"POOL"}, {"REPL", kRight}, {"EXPIRY"}, {"PATH"}};
  if (with_stats)
    for (const char* title : {"BYTES_NEEDED", "BYTES_CACHED", "FILES_NEEDED", "FILES_CACHED"})
      columns.push_back({title, kRight});
  Listing listing(std::move(columns));
  std::size_t entries = 0;
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, path.value_or("/")));
  if (path) filter.path = target.path;
  hdfs::CacheAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  const auto listed = admin.list_directives(filter, [&](const hdfs::CacheDirectiveEntry& entry) {
    listing.add_row(directive_cells(entry, with_stats));
    ++entries;
  });
  if (!listed) return refused_remotely(environment, listed.error());
  environment.out.line(fmt::format("Found {} entr{}", entries, entries == 1 ? "y" : "ies"));
  if (entries > 0) environment.out.write(listing.to_string());
  return 0;
}

}  // namespace

constexpr ToolCommand kAddCacheDirective{
    "-addDirective",
    "-path <path> -pool <pool-name> [-force] [-replication <replication>] [-ttl <time-to-live>]",
    "Adds a cache directive.\n"
    "<path>\twhat to cache: a file, or the files right in a directory\n"
    "<pool-name>\tits pool, which you must be allowed to write to\n"
    "-force\tbeyond the limit of the pool too\n"
    "<replication>\thow many replicas to cache; what the pool says unless said\n"
    "<time-to-live>\thow long it lasts: a number and s, m, h or d, or \"never\", which it is "
    "unless said",
    &add_directive};

constexpr ToolCommand kModifyCacheDirective{
    "-modifyDirective",
    "-id <id> [-path <path>] [-force] [-replication <replication>] [-pool <pool-name>] "
    "[-ttl <time-to-live>]",
    "Changes a cache directive. The arguments are those of -addDirective; what is not said stays.\n"
    "<id>\twhich one",
    &modify_directive};

constexpr ToolCommand kListCacheDirectives{
    "-listDirectives", "[-stats] [-path <path>] [-pool <pool>] [-id <id>]",
    "Shows the cache directives of the pools that you may read.\n"
    "-stats\twith what they cache\n"
    "<path>\tthose of this path only\n"
    "<pool>\tthose of this pool only\n"
    "<id>\tthis one only",
    &list_directives};

constexpr ToolCommand kRemoveCacheDirective{
    "-removeDirective", "<id>",
    "Removes a cache directive.\n"
    "<id>\twhich one, as -listDirectives shows it; you must be allowed to write to its pool",
    &remove_directive};

constexpr ToolCommand kRemoveCacheDirectives{
    "-removeDirectives", "-path <path>",
    "Removes every cache directive of a path.\n"
    "-path <path>\twhich path; you must be allowed to write to the pools of its directives",
    &remove_directives};

}  // namespace mammoth::cli
