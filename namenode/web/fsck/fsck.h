// /fsck: the check of files and blocks, as text that `hdfs fsck` passes on to its user; the last
// line tells it the exit code (Hadoop: FsckServlet, NamenodeFsck).
//
//   GET /fsck?ugi=USER&path=/p[&files=1][&blocks=1][&locations=1][&racks=1][&replicadetails=1]
//       [&upgradedomains=1][&maintenance=1][&storagepolicies=1][&openforwrite=1][&move=1][&delete=1]
//       [&includeSnapshots=1][&listcorruptfileblocks=1[&startblockafter=N]][&blockId=blk_1 blk_2]
#pragma once

#include <set>
#include <string>
#include <vector>

#include "common/http/exchange.h"
#include "namenode/system/caller.h"
#include "namenode/web/fsck/result.h"
#include "namenode/web/fsck/storage_summary.h"
#include "namenode/web/web_parts.h"

namespace mammoth::namenode {

struct FsckOptions {
  std::string path = "/";
  std::vector<std::string> block_ids;
  bool check_blocks = false;  // those named, instead of the path
  bool files = false;
  bool open_files = false;
  bool blocks = false;
  bool locations = false;
  bool racks = false;
  bool replica_details = false;
  bool upgrade_domains = false;
  bool maintenance = false;
  bool storage_policies = false;
  bool show_progress = false;  // accepted, as by Apache's
  bool list_corrupt = false;
  bool move = false;
  bool remove = false;
  bool include_snapshots = false;
  std::size_t corrupt_blocks_to_skip = 0;

  static FsckOptions read(const http::Query& query);
};

// One check; belongs to one request, on its thread.
class Fsck {
 public:
  // All must outlive it.
  Fsck(const WebParts& parts, http::Exchange& exchange, const Caller& caller, FsckOptions options);

  // Writes the whole answer.
  void run();

 private:
  using FileBlocks = FileSurvey;

  void print(std::string_view text);
  void println(std::string_view text);
  void flush();

  Result<void> check_path();
  Result<void> check(const std::string& parent, const FileStatus& status);
  Result<void> find_snapshottable();
  Result<void> check_directory(const std::string& path);
  void summarize_file(const std::string& path, const Inode& file, const FileBlocks& blocks);
  void check_blocks_of(const std::string& path, const FileStatus& status, const FileBlocks& blocks);

  // What is found out about one file.
  struct Findings;
  void check_block(const std::string& path, const FileStatus& status, const FileBlocks& blocks,
                   std::size_t index, Findings& findings);
  void report_shortage(const std::string& path, const BlockSurvey& survey, std::uint32_t target,
                       Findings& findings);
  void report_placement(const std::string& path, const PlacementVerdict& verdict,
                        const Block& block, Findings& findings);
  void conclude(const std::string& path, const Findings& findings);
  std::string replica_list(const BlockSurvey& survey) const;
  std::string block_text(const Block& block) const;  // with the pool

  Result<void> list_corrupt_blocks();
  Result<void> check_named_blocks();
  void check_named_block(const std::string& name);

  // lost_and_found.cc
  void salvage(const std::string& path, const Inode& file, const FileBlocks& blocks);
  Result<void> copy_to_lost_and_found(const std::string& path, const Inode& file,
                                      const FileBlocks& blocks);
  void remove_corrupt(const std::string& path);

  const WebParts& parts_;
  http::Exchange& exchange_;
  const Caller& caller_;
  const FsckOptions options_;
  std::string gathered_;  // for the client
  std::set<std::string> snapshottable_;  // paths; with includeSnapshots
  std::uint64_t directories_ = 0;
  std::uint64_t symlinks_ = 0;
  FsckResult result_;
  StorageSummary storages_;
  bool internal_error_ = false;
};

// Answers GET /fsck.
void handle_fsck(const WebParts& parts, http::Exchange& exchange);

}  // namespace mammoth::namenode
