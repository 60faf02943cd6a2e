#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

class Ls : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, kAnyNumber, {"C", "d", "h", "q", "R", "r", "t", "S", "u", "e"});
    TRY(format.parse(arguments));
    path_only_ = format.has("C");
    enter_directories_ = !format.has("d");
    set_recursive(format.has("R") && enter_directories_);
    human_ = format.has("h");
    hide_unprintable_ = format.has("q");
    reverse_ = format.has("r");
    by_time_ = format.has("t");
    by_size_ = !by_time_ && format.has("S");
    access_time_ = format.has("u");
    erasure_coding_ = format.has("e");
    if (arguments.empty()) arguments.emplace_back(".");
    return {};
  }

  Result<void> process_path_argument(PathData& item) override {
    if (erasure_coding_ && item.file_system->scheme() != "hdfs")
      return fatal_error(
          fmt::format("java.lang.UnsupportedOperationException: FileSystem {} does not support "
                      "Erasure Coding",
                      item.file_system->uri()));
    if (enter_directories_ && item.is_directory()) return recurse_path(item);
    return Command::process_path_argument(item);
  }

  bool is_sorted() const override { return !recursive() || by_time_ || by_size_ || reverse_; }
  std::size_t listing_group() const override { return path_only_ ? 1 : 100; }

  Result<void> process_paths(const PathData* parent, std::vector<PathData>& items) override {
    if (parent != nullptr && !recursive() && !items.empty()) {
      if (!path_only_) out().line(fmt::format("Found {} items", items.size()));
      sort(items);
    }
    if (!path_only_) TRY(widen_columns(items));
    return Command::process_paths(parent, items);
  }

  Result<void> process_path(PathData& item) override {
    if (path_only_) {
      out().line(item.text);
      return {};
    }
    const hdfs::FileStatus& status = *item.status;
    std::string line = status.is_directory ? "d" : "-";
    line += permission_text(status.permission);
    line += status.has_acl ? "+" : " ";
    line += pad_left(item.is_file() ? std::to_string(status.replication) : "-", replication_width_);
    line += " " + column(status.owner, owner_width_) + column(status.group, group_width_);
    if (erasure_coding_) line += column(TRY(policy(item)), policy_width_);
    line +=
        pad_left(size_text(static_cast<std::int64_t>(status.length_bytes), human_), size_width_);
    line += " " + minute_text(time(status)) + " ";
    line += hide_unprintable_ ? printable(item.text) : item.text;
    out().line(line);
    return {};
  }

 private:
  static std::string column(const std::string& text, std::size_t width) {
    return width > 0 ? pad_right(text, width) + " " : text;
  }

  std::int64_t time(const hdfs::FileStatus& status) const {
    return access_time_ ? status.access_time_ms : status.modification_time_ms;
  }

  static Result<std::string> policy(const PathData& item) {
    return TRY(item.file_system->content_summary(item.path)).erasure_coding_policy;
  }

  void sort(std::vector<PathData>& items) const {
    std::ranges::sort(items, [this](const PathData& a, const PathData& b) {
      if (by_time_ || by_size_) {
        const auto [of_a, of_b] = std::pair(weight(a), weight(b));
        if (of_a != of_b) return reverse_ ? of_a < of_b : of_a > of_b;
        return path_before(a.path, b.path);
      }
      return reverse_ ? path_before(b.path, a.path) : path_before(a.path, b.path);
    });
  }

  // What -t and -S put first.
  std::int64_t weight(const PathData& item) const {
    return by_time_ ? time(*item.status) : static_cast<std::int64_t>(item.status->length_bytes);
  }

  // The widths only ever grow, so that the columns of a recursive listing settle.
  Result<void> widen_columns(const std::vector<PathData>& items) {
    const auto widen = [](std::size_t& width, std::size_t length) {
      width = std::max(width, length);
    };
    policy_width_ = 0;
    for (const PathData& item : items) {
      widen(replication_width_, std::to_string(item.status->replication).size());
      widen(size_width_, std::to_string(item.status->length_bytes).size());
      widen(owner_width_, java_length(item.status->owner));
      widen(group_width_, java_length(item.status->group));
      if (erasure_coding_) widen(policy_width_, java_length(TRY(policy(item))));
    }
    return {};
  }

  bool path_only_ = false;
  bool enter_directories_ = true;
  bool human_ = false;
  bool hide_unprintable_ = false;
  bool reverse_ = false;
  bool by_time_ = false;
  bool by_size_ = false;
  bool access_time_ = false;
  bool erasure_coding_ = false;
  std::size_t replication_width_ = 3;
  std::size_t size_width_ = 10;
  std::size_t owner_width_ = 0;
  std::size_t group_width_ = 0;
  std::size_t policy_width_ = 0;
};

class Lsr final : public Ls {
 public:
  using Ls::Ls;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    arguments.insert(arguments.begin(), "-R");
    return Ls::parse_options(arguments);
  }
};

}  // namespace

constexpr CommandInfo kLs{
    "ls", "[-C] [-d] [-h] [-q] [-R] [-t] [-S] [-r] [-u] [-e] [<path> ...]",
    "Lists files, and the entries of directories; without a path those of the user's home "
    "directory. "
    "A line shows permissions, replication, owner, group, bytes, time of modification and path.\n"
    "-C  Paths only.\n"
    "-d  Directories themselves, not their entries.\n"
    "-h  Sizes with K, M, G … instead of bytes.\n"
    "-q  ? for characters that cannot be printed.\n"
    "-R  Also all that is below.\n"
    "-t  Newest first.\n"
    "-S  Largest first.\n"
    "-r  The other way round.\n"
    "-u  Time of last access instead of modification, in the list and for -t.\n"
    "-e  Also the erasure coding policy.",
    &make_command<Ls>};

constexpr CommandInfo kLsr{"lsr", "", "", &make_command<Lsr>, "ls -R"};

}  // namespace mammoth::cli
