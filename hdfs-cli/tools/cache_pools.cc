// `hdfs cacheadmin`: -addPool, -modifyPool, -removePool and -listPools.
#include <fmt/format.h>

#include "common/hdfs/cache_admin.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/tools/cacheadmin.h"

namespace mammoth::cli {

namespace {

struct PoolOptions {
  hdfs::CachePoolInfo pool;
  std::string expiry_text;
};

// Modes are octal (Java: Short.parseShort(text, 8), or Integer's when a pool is changed).
Result<std::uint16_t> parse_mode_octal(const std::string& text, std::int64_t limit) {
  constexpr std::size_t kDigits = 11;
  std::int64_t mode = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') mode = -1;
    if (mode >= 0) mode = mode * 8 + (c - '0');
  }
  if (text.empty() || text.size() > kDigits || mode < 0)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("For input string: \"{}\" under radix 8", text)};
  if (mode > limit)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Value out of range. Value:\"{}\" Radix:8", text)};
  return static_cast<std::uint16_t>(mode);
}

// In Hadoop's order: what is wrong first is what is said. kIo: the time is wrong.
Result<PoolOptions> take_pool_options(Arguments& arguments, std::int64_t mode_limit) {
  PoolOptions options;
  hdfs::CachePoolInfo& pool = options.pool;
  pool.owner = TRY(pop_option_with_argument("-owner", arguments));
  pool.group = TRY(pop_option_with_argument("-group", arguments));
  if (const auto mode = TRY(pop_option_with_argument("-mode", arguments)))
    pool.mode = TRY(parse_mode_octal(*mode, mode_limit));
  if (const auto limit = TRY(pop_option_with_argument("-limit", arguments)))
    pool.limit_bytes =
        lower_case(*limit) == "unlimited" ? hdfs::kCacheUnlimited : TRY(parse_long(*limit));
  if (const auto replication = TRY(pop_option_with_argument("-defaultReplication", arguments)))
    pool.default_replication = TRY(parse_short(*replication));
  if (const auto expiry = TRY(pop_option_with_argument("-maxTtl", arguments))) {
    options.expiry_text = *expiry;
    pool.max_expiry_ms =
        lower_case(*expiry) == "never" ? hdfs::kCacheNeverExpiresMs : TRY(parse_duration(*expiry));
  }
  return options;
}

bool is_bad_time(const Result<PoolOptions>& options) {
  return !options && options.error().code == ErrorCode::kIo;
}
int bad_pool_time(Environment& environment, const Error& error) {
  return misused(environment, "Error while parsing maxTtl value: " + error.message);
}

constexpr std::string_view kNameForNewPool = "You must specify a name when creating a cache pool.";

Result<int> add_pool(Environment& environment, const ToolCommand& command, Arguments arguments) {
  const auto name = pop_first_non_option(arguments);
  if (!name) return misused(environment, kNameForNewPool);
  auto options = take_pool_options(arguments, INT16_MAX);
  if (is_bad_time(options)) return bad_pool_time(environment, options.error());
  if (!options) return options.error();
  if (const auto code = all_left_over(environment, arguments, command)) return *code;
  options->pool.name = *name;
  hdfs::CacheAdmin admin(TRY(default_namenode(environment)));
  const auto added = admin.add_pool(options->pool);
  if (!added) return refused(environment, added.error());
  environment.out.line(fmt::format("Successfully added cache pool {}.", *name));
  return 0;
}

// "owner name bob and mode rwxr-xr-x"; the line feed behind a replication is Hadoop's.
std::string changes_text(const PoolOptions& options) {
  const hdfs::CachePoolInfo& pool = options.pool;
  std::string text;
  std::string_view prefix = " to have ";
  const auto add = [&](std::string_view what) {
    text.append(prefix).append(what);
    prefix = " and ";
  };
  if (pool.owner) add("owner name " + *pool.owner);
  if (pool.group) add("group name " + *pool.group);
  if (pool.mode) add("mode " + permission_text(*pool.mode));
  if (pool.limit_bytes) add(fmt::format("limit {}", *pool.limit_bytes));
  if (pool.default_replication) {
    add(fmt::format("replication {}\n", *pool.default_replication));
    prefix = " replication ";
  }
  if (pool.max_expiry_ms) add("max time-to-live " + options.expiry_text);
  return text;
}

Result<int> modify_pool(Environment& environment, const ToolCommand& command, Arguments arguments) {
  auto options = take_pool_options(arguments, INT32_MAX);
  if (is_bad_time(options)) return bad_pool_time(environment, options.error());
  if (!options) return options.error();
  const auto name = pop_first_non_option(arguments);
  if (!name) return misused(environment, kNameForNewPool);
  if (const auto code = all_left_over(environment, arguments, command)) return *code;
  options->pool.name = *name;
  const std::string changes = changes_text(*options);
  if (changes.empty())
    return misused(environment,
                   "You must specify at least one attribute to change in the cache pool.");
  hdfs::CacheAdmin admin(TRY(default_namenode(environment)));
  const auto modified = admin.modify_pool(options->pool);
  if (!modified) return refused(environment, modified.error());
  environment.out.line(fmt::format("Successfully modified cache pool {}{}", *name, changes));
  return 0;
}

Result<int> remove_pool(Environment& environment, const ToolCommand& command, Arguments arguments) {
  const auto name = pop_first_non_option(arguments);
  if (!name) return misused(environment, "You must specify a name when deleting a cache pool.");
  if (const auto code = all_left_over(environment, arguments, command)) return *code;
  hdfs::CacheAdmin admin(TRY(default_namenode(environment)));
  const auto removed = admin.remove_pool(*name);
  if (!removed) return refused(environment, removed.error());
  environment.out.line(fmt::format("Successfully removed cache pool {}.", *name));
  return 0;
}

std::vector<std::string> pool_cells(const hdfs::CachePoolEntry& entry, bool with_stats) {
  const hdfs::CachePoolInfo& pool = entry.info;
  std::vector<std::string> cells{
      pool.name,
      pool.owner.value_or(""),
      pool.group.value_or(""),
      pool.mode ? permission_text(*pool.mode) : "",
      !pool.limit_bytes                            ? "null"
      : *pool.limit_bytes == hdfs::kCacheUnlimited ? "unlimited"
                                                   : std::to_string(*pool.limit_bytes),
      !pool.max_expiry_ms                                 ? ""
      : *pool.max_expiry_ms == hdfs::kCacheNeverExpiresMs ? "never"
                                                          : duration_text(*pool.max_expiry_ms),
      std::to_string(pool.default_replication.value_or(1))};
  if (with_stats)
    for (const std::int64_t number :
         {entry.bytes_needed, entry.bytes_cached, entry.bytes_over_limit, entry.files_needed,
          entry.files_cached})
      cells.push_back(std::to_string(number));
  return cells;
}

Result<int> list_pools(Environment& environment, const ToolCommand& command, Arguments arguments) {
  using enum Listing::Side;
  const auto name = pop_first_non_option(arguments);
  const bool with_stats = pop_option("-stats", arguments);
  if (const auto code = all_left_over(environment, arguments, command)) return *code;
  std::vector<Listing::Column> columns{{"NAME"},
                                       {"OWNER"},
                                       {"GROUP"},
                                       {"MODE"},
                                       {"LIMIT", kRight},
                                       {"MAXTTL", kRight},
                                       {"DEFAULT_REPLICATION", kRight}};
  if (with_stats)
    for (const char* title :
         {"BYTES_NEEDED", "BYTES_CACHED", "BYTES_OVERLIMIT", "FILES_NEEDED", "FILES_CACHED"})
      columns.push_back({title, kRight});
  Listing listing(std::move(columns));
  std::size_t pools = 0;
  hdfs::CacheAdmin admin(TRY(default_namenode(environment)));
  const auto listed = admin.list_pools([&](const hdfs::CachePoolEntry& entry) {
    if (name && entry.info.name != *name) return true;
    listing.add_row(pool_cells(entry, with_stats));
    ++pools;
    return !name;
  });
  if (!listed) return refused_remotely(environment, listed.error());
  environment.out.line(fmt::format("Found {} result{}.", pools, pools == 1 ? "" : "s"));
  if (pools > 0) environment.out.write(listing.to_string());
  return 0;
}

}  // namespace

constexpr ToolCommand kAddCachePool{
    "-addPool",
    "<name> [-owner <owner>] [-group <group>] [-mode <mode>] [-limit <limit>] "
    "[-defaultReplication <defaultReplication>] [-maxTtl <maxTtl>]",
    "Makes a cache pool.\n"
    "<name>\twhat it is called\n"
    "<owner>\twhose it is; yours unless said\n"
    "<group>\tits group; your first one unless said\n"
    "<mode>\tits permissions, octal; 0755 unless said\n"
    "<limit>\thow many bytes all its directives may cache, or \"unlimited\", which it is unless "
    "said\n"
    "<defaultReplication>\thow many replicas its directives cache that do not say it; 1 unless "
    "said\n"
    "<maxTtl>\thow long a directive may last: a number and s, m, h or d, or \"never\" for no "
    "limit, which it is unless said",
    &add_pool};

constexpr ToolCommand kModifyCachePool{
    "-modifyPool",
    "<name> [-owner <owner>] [-group <group>] [-mode <mode>] [-limit <limit>] "
    "[-defaultReplication <defaultReplication>] [-maxTtl <maxTtl>]",
    "Changes a cache pool. The arguments are those of -addPool; what is not said stays.",
    &modify_pool};

constexpr ToolCommand kRemoveCachePool{"-removePool", "<name>",
                                       "Removes a cache pool and its directives.\n"
                                       "<name>\twhich one",
                                       &remove_pool};

constexpr ToolCommand kListCachePools{"-listPools", "[-stats] [<name>]",
                                      "Shows the cache pools that you may see.\n"
                                      "-stats\twith what they cache\n"
                                      "<name>\tthis one only",
                                      &list_pools};

}  // namespace mammoth::cli
