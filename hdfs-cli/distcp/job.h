// A copy at work: what it knows, and what its steps share.
//
//   plan      the sources, walked: every file and directory with the place it goes to; or the
//             differences of two snapshots (sync.cc)
//   copy      directories first, then files, several at a time
//   commit    deletes what is missing, keeps directories' attributes, moves atomic work into place
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "hdfs-cli/distcp/differences.h"
#include "hdfs-cli/distcp/options.h"
#include "hdfs-cli/environment.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli::distcp {

struct Item {
  PathData source;
  std::string relative;  // "/a/b" below the target; "" is the target itself
};

struct Counters {
  std::atomic<std::uint64_t> copied{0};
  std::atomic<std::uint64_t> directories{0};
  std::atomic<std::uint64_t> skipped{0};
  std::atomic<std::uint64_t> failed{0};
  std::atomic<std::uint64_t> bytes_copied{0};
  std::atomic<std::uint64_t> bytes_expected{0};
  std::atomic<std::uint64_t> bytes_failed{0};
  std::atomic<std::uint64_t> bytes_skipped{0};
};

// Hadoop's classes of failures that have an exit code of their own.
enum class Failure { kInvalidInput, kDuplicates, kOther };
struct Stopped {
  Failure failure;
  Error error;
};

class Job {
 public:
  // Both must outlive it.
  Job(Environment& environment, const Options& options)
      : environment_(environment), options_(options), file_systems_(environment) {}

  // The steps, in order; each stops the job by its answer.
  std::optional<Stopped> plan();
  std::optional<Stopped> sync();
  std::optional<Stopped> copy();
  std::optional<Stopped> commit();

  const Counters& counters() const { return counters_; }

 private:
  // plan.cc
  Result<std::vector<PathData>> find_sources();
  Result<void> read_filters();
  Result<void> walk(const PathData& root, const std::string& base);
  Result<void> add(const PathData& item, const std::string& base);
  std::string base_of(const PathData& source) const;
  bool filtered(const std::string& path) const;
  bool filtered(const PathData& item) const { return filtered(item.qualified().to_string()); }
  Result<void> check_target() const;
  std::optional<Error> find_duplicate();

  // sync.cc
  void warn(std::string_view message) const;
  Result<void> check_unchanged(hdfs::Snapshots& snapshots) const;
  Result<void> check_order(const PathData& directory) const;
  Result<void> move(const Differences& differences);
  Result<void> add_copy(const PathData& root, const Differences::Copy& copy);
  std::vector<hdfs::SnapshotDifference> without_filtered(
      std::vector<hdfs::SnapshotDifference> report) const;

  // copy.cc
  Result<std::optional<hdfs::FileStatus>> present_status(const Item& item,
                                                         const PathData& target) const;
  enum class Action { kSkip, kAppend, kOverwrite };
  Result<void> make_directory(const Item& item);
  Result<void> copy_item(const Item& item);
  Result<Action> decide(const PathData& source, const PathData& target) const;
  Result<bool> same_contents(const PathData& source, const PathData& target) const;
  struct Range {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
  };
  Result<std::uint64_t> copy_bytes(const PathData& source, const PathData& target, Action action,
                                   std::optional<Range> range = std::nullopt);
  Result<void> verify(const PathData& source, PathData copy) const;
  Result<void> fail(const Item& item, const Error& error, bool reading);
  PathData work_target(const std::string& relative) const;
  PathData temporary_for(const PathData& target);
  void note(const std::string& line);

  // chunks.cc
  bool is_split(const PathData& source) const;
  Result<void> check_concat() const;
  Result<std::uint64_t> copy_chunks(const PathData& source, const PathData& target);

  // attributes.cc
  Result<void> preserve(const PathData& source, const PathData& target) const;

  // commit.cc
  Result<void> remove_missing();
  Result<void> remove_missing_below(const PathData& directory, const std::string& relative);
  Result<void> write_log();

  Environment& environment_;
  const Options& options_;
  FileSystems file_systems_;
  PathData target_;  // with its status before the copy
  PathData work_;    // the target, or where atomic work is gathered
  std::vector<PathData> sources_;
  std::vector<std::regex> filters_;
  std::vector<Item> items_;  // ordered by `relative`
  Counters counters_;
  std::atomic<std::uint64_t> temporaries_{0};
  std::mutex mutex_;
  std::vector<std::string> log_;  // guarded by mutex_
};

}  // namespace mammoth::cli::distcp
