#include "namenode/web/fsck/fsck.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <ctime>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/webhdfs/parameters.h"
#include "namenode/web/webhdfs/operation.h"

namespace mammoth::namenode {

namespace {

constexpr std::size_t kPieceBytes = 32 << 10;
constexpr std::uint64_t kItemsALine = 1'000;

using Clock = std::chrono::steady_clock;

// Java: new Date().toString().
std::string date_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  char text[64];
  const std::size_t length = std::strftime(text, sizeof text, "%a %b %d %H:%M:%S %Z %Y", &parts);
  return {text, length};
}

std::string ended_line(Clock::time_point begin) {
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
  return fmt::format("FSCK ended at {} in {} milliseconds", date_text(), ms);
}

std::string child_path(const std::string& parent, const std::string& name) {
  if (name.empty()) return parent;
  return parent.ends_with('/') ? parent + name : parent + "/" + name;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

FsckOptions FsckOptions::read(const http::Query& query) {
  FsckOptions options;
  const auto has = [&](std::string_view name) { return query.find(name).has_value(); };
  if (const auto path = query.find("path"); path && !path->empty()) options.path = *path;
  if (const auto ids = query.find("blockId")) {
    options.check_blocks = true;
    options.block_ids = words_of(*ids);
  }
  options.files = has("files");
  options.open_files = has("openforwrite");
  options.blocks = has("blocks");
  options.locations = has("locations");
  options.racks = has("racks");
  options.replica_details = has("replicadetails");
  options.upgrade_domains = has("upgradedomains");
  options.maintenance = has("maintenance");
  options.storage_policies = has("storagepolicies");
  options.show_progress = has("showprogress");
  options.list_corrupt = has("listcorruptfileblocks");
  options.move = has("move");
  options.remove = has("delete");
  options.include_snapshots = has("includeSnapshots");
  if (const auto skip = query.find("startblockafter"))
    std::from_chars(skip->data(), skip->data() + skip->size(), options.corrupt_blocks_to_skip);
  return options;
}

Fsck::Fsck(const WebParts& parts, http::Exchange& exchange, const Caller& caller,
           FsckOptions options)
    : parts_(parts), exchange_(exchange), caller_(caller), options_(std::move(options)) {
  result_.default_replication = parts.configuration.get_int(keys::kDfsReplication);
  result_.min_replication = parts.configuration.get_int(keys::kDfsNamenodeReplicationMin);
}

void Fsck::print(std::string_view text) {
  gathered_ += text;
  if (gathered_.size() >= kPieceBytes) flush();
}

void Fsck::println(std::string_view text) {
  print(text);
  print("\n");
}

void Fsck::flush() {
  if (!gathered_.empty()) exchange_.write(gathered_);
  gathered_.clear();
}

void Fsck::run() {
  http::Response head;
  head.headers = web_headers("text/plain;charset=utf-8");
  exchange_.begin(head, std::nullopt);
  if (options_.show_progress)
    println(
        "The fsck switch -showprogress is deprecated and no longer has any effect. Progress is now "
        "shown by default.");
  const auto begin = Clock::now();
  const std::string what = options_.check_blocks ? "" : fmt::format(" for path {}", options_.path);
  const Result<void> outcome = [&]() -> Result<void> {
    if (options_.check_blocks) TRY(parts_.system.check_superuser(caller_, "fsck"));
    println(fmt::format("FSCK started by {} (auth:SIMPLE) from /{}{} at {}", caller_.user,
                        caller_.remote_address, what, date_text()));
    return options_.check_blocks ? check_named_blocks() : check_path();
  }();
  if (outcome) parts_.system.audit_admin(caller_, "fsck");
  if (!outcome) {
    println(ended_line(begin));
    println(outcome.error().message);
    print(fmt::format("\n\nFsck on path '{}' FAILED", options_.path));
  }
  flush();
}

Result<void> Fsck::check_path() {
  const auto begin = Clock::now();
  if (options_.include_snapshots) TRY(find_snapshottable());
  const auto status = TRY(parts_.system.get_file_info(caller_, options_.path, false));
  if (!status) {
    print(fmt::format("\n\nPath '{}' does not exist", options_.path));
    return {};
  }
  if (options_.list_corrupt) return list_corrupt_blocks();
  TRY(check(options_.path, *status));

  const auto [datanodes, racks] = parts_.system.read_blocks([](const BlockManager& blocks) {
    return std::pair(blocks.capacity().live_datanodes, blocks.rack_count());
  });
  println(
      fmt::format("\nStatus: {}\n Number of data-nodes:\t{}\n Number of racks:\t\t{}"
                  "\n Total dirs:\t\t\t{}\n Total symlinks:\t\t0",
                  result_.healthy() ? "HEALTHY" : "CORRUPT", datanodes, racks, directories_));
  println(fmt::format("\nReplicated Blocks:\n{}", result_.replicated_text()));
  println(fmt::format("\nErasure Coded Block Groups:\n{}", FsckResult::striped_text()));
  if (options_.storage_policies) print(storages_.text());
  println(ended_line(begin));
  if (internal_error_) return Error{ErrorCode::kIo, "fsck encountered internal errors!"};
  // The client reads its exit code from this.
  print(fmt::format("\n\nThe filesystem under path '{}' is {}", options_.path,
                    result_.healthy() ? "HEALTHY" : "CORRUPT"));
  return {};
}

Result<void> Fsck::check(const std::string& parent, const FileStatus& status) {
  const std::string path = child_path(parent, status.status.name);
  if ((directories_ + symlinks_ + result_.files) % kItemsALine == 0) {
    print("\n");
    flush();
  }
  const Inode& inode = *status.status.inode;
  if (inode.is_directory()) return check_directory(path);
  if (inode.is_symlink()) {
    if (options_.files) println(path + " <symlink>");
    ++symlinks_;
    return {};
  }
  const auto blocks = TRY(parts_.system.survey_file(caller_, path));
  if (!blocks) return {};
  summarize_file(path, inode, *blocks);
  check_blocks_of(path, status, *blocks);
  return {};
}

Result<void> Fsck::find_snapshottable() {
  const auto listed = TRY(parts_.system.list_snapshottable(caller_));
  if (!listed) return {};
  for (const SnapshottableStatus& each : *listed)
    snapshottable_.insert(child_path(each.parent_path.empty() ? "/" : each.parent_path,
                                     each.status.name));
  return {};
}

Result<void> Fsck::check_directory(const std::string& path) {
  if (snapshottable_.contains(path)) {
    const std::string snapshots = child_path(path, ".snapshot");
    if (const auto status = TRY(parts_.system.get_file_info(caller_, snapshots, false)))
      TRY(check(snapshots, *status));
  }
  if (options_.files) println(path + " <dir>");
  ++directories_;
  std::string after;
  for (;;) {
    const auto page = TRY(parts_.system.get_listing(caller_, path, after, false));
    if (!page) return {};
    for (const FileStatus& entry : page->entries) TRY(check(path, entry));
    if (page->remaining_entries == 0 || page->entries.empty()) return {};
    after = page->entries.back().status.name;
  }
}

void Fsck::summarize_file(const std::string& path, const Inode& file, const FileBlocks& blocks) {
  const std::uint64_t length = file.length_without_open_block_bytes();
  const std::size_t count = blocks.located.blocks.size();
  const bool is_open = blocks.located.under_construction;
  if (is_open && !options_.open_files) {
    result_.open_file_bytes += length;
    result_.open_file_blocks += count;
    ++result_.open_files;
    return;
  }
  ++result_.files;
  result_.bytes += length;
  result_.blocks += count;
  const bool named = options_.files || is_open;
  if (named)
    print(fmt::format("{} {} bytes, replicated: replication={}, {} block(s){}: ", path, length,
                      file.replication, count, is_open ? ", OPENFORWRITE" : ""));
  else if (result_.files % 100 == 0)
    print(".");
}

void handle_fsck(const WebParts& parts, http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const webhdfs::Parameters parameters(request.query, webhdfs::RefusalStyle::kNameNode);
  auto named = parameters.user("user.name");
  if (named && !*named) named = parameters.user("ugi");
  if (!named) {
    exchange.respond({.status = 400,
                      .headers = web_headers("text/plain;charset=utf-8"),
                      .body = named.error().message + "\n"});
    return;
  }
  std::string user = named->value_or(parts.configuration.get(keys::kHadoopHttpStaticuserUser));
  const Caller caller{.user = std::move(user), .remote_address = request.remote_address};
  Fsck(parts, exchange, caller, FsckOptions::read(request.query)).run();
}

}  // namespace mammoth::namenode
