#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

// Hadoop: StorageType; RAM_DISK is the only one without a quota.
constexpr std::array<std::string_view, 6> kStorageTypes{"RAM_DISK", "SSD",      "DISK",
                                                        "ARCHIVE",  "PROVIDED", "NVDIMM"};

constexpr std::string_view kQuotaColumns = "{:>12} {:>15} {:>15} {:>15} ";
constexpr std::string_view kSummaryColumns = "{:>12} {:>12} {:>18} ";
constexpr std::string_view kTypeColumns = "{:>14} {:>18} ";
constexpr std::string_view kPolicyColumn = "{:>20} ";
constexpr std::string_view kSnapshotColumns = "{:>18} {:>24} {:>24} {:>28} ";

class Count final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"q", "h", "v", "u", "x", "e", "s"});
    format.with_value("t");
    TRY(format.parse(arguments));
    quotas_ = format.has("q");
    human_ = format.has("h");
    quotas_only_ = format.has("u");
    exclude_snapshots_ = format.has("x");
    policy_ = format.has("e");
    snapshots_ = format.has("s");
    if (quotas_ || quotas_only_) {
      if (const auto types = format.value("t")) TRY(parse_types(*types));
      if (exclude_snapshots_) out().line("q or u option is given, the -x option is ignored.");
      exclude_snapshots_ = false;
    }
    if (format.has("v")) out().line(header());
    return {};
  }

  Result<void> process_path(PathData& item) override {
    hdfs::FileSystem& file_system = *item.file_system;
    hdfs::ContentSummary summary;
    std::string line;
    if (quotas_only_ || !types_.empty()) {
      const hdfs::ContentSummary usage = TRY(file_system.quota_usage(item.path));
      line = types_.empty() ? quota_columns(usage) : type_columns(usage);
      if (policy_ || snapshots_) summary = TRY(file_system.content_summary(item.path));
    } else {
      summary = TRY(file_system.content_summary(item.path));
      if (quotas_) line = quota_columns(summary);
      line += summary_columns(summary);
    }
    if (policy_) {
      const std::string& name = summary.erasure_coding_policy;
      line += fmt::format(fmt::runtime(kPolicyColumn), name == "Replicated" ? name : "EC:" + name);
    }
    if (snapshots_)
      line += fmt::format(fmt::runtime(kSnapshotColumns), size(summary.snapshot_length_bytes),
                          size(summary.snapshot_file_count), size(summary.snapshot_directory_count),
                          size(summary.snapshot_space_consumed_bytes));
    out().line(line + item.text);
    return {};
  }

 private:
  Result<void> parse_types(std::string_view list) {
    if (list.empty() || lower_case(list) == "all") {
      types_.assign(kStorageTypes.begin() + 1, kStorageTypes.end());
      return {};
    }
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      std::string name(list.substr(0, comma));
      list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
      const auto found = std::ranges::find(kStorageTypes, name);
      if (found == kStorageTypes.end())
        return bad_arguments("No enum constant org.apache.hadoop.fs.StorageType." + name);
      types_.push_back(*found);
    }
    return {};
  }

  std::string header() const {
    std::string text;
    for (const std::string_view type : types_)
      text += fmt::format(fmt::runtime(kTypeColumns), fmt::format("{}_QUOTA", type),
                          fmt::format("REM_{}_QUOTA", type));
    if (types_.empty() && (quotas_ || quotas_only_))
      text += fmt::format(fmt::runtime(kQuotaColumns), "QUOTA", "REM_QUOTA", "SPACE_QUOTA",
                          "REM_SPACE_QUOTA");
    if (types_.empty() && !quotas_only_)
      text += fmt::format(fmt::runtime(kSummaryColumns), "DIR_COUNT", "FILE_COUNT", "CONTENT_SIZE");
    if (policy_) text += fmt::format(fmt::runtime(kPolicyColumn), "ERASURECODING_POLICY");
    if (snapshots_)
      text += fmt::format(fmt::runtime(kSnapshotColumns), "SNAPSHOT_LENGTH", "SNAPSHOT_FILE_COUNT",
                          "SNAPSHOT_DIR_COUNT", "SNAPSHOT_SPACE_CONSUMED");
    return text + "PATHNAME";
  }

  std::string size(std::uint64_t value) const {
    return size_text(static_cast<std::int64_t>(value), human_);
  }

  struct Quota {
    std::string limit = "none";
    std::string rest = "inf";
  };

  Quota quota(std::int64_t limit, std::uint64_t used) const {
    return {size_text(limit, human_), size_text(limit - static_cast<std::int64_t>(used), human_)};
  }

  std::string quota_columns(const hdfs::ContentSummary& usage) const {
    const Quota names =
        usage.quota > 0 ? quota(usage.quota, usage.file_count + usage.directory_count) : Quota{};
    const Quota space = usage.space_quota_bytes >= 0
                            ? quota(usage.space_quota_bytes, usage.space_consumed_bytes)
                            : Quota{};
    return fmt::format(fmt::runtime(kQuotaColumns), names.limit, names.rest, space.limit,
                       space.rest);
  }

  std::string type_columns(const hdfs::ContentSummary& usage) const {
    std::string text;
    for (const std::string_view type : types_) {
      Quota shown;
      for (const auto& entry : usage.type_quotas)
        if (entry.storage_type == type && entry.quota_bytes >= 0)
          shown = quota(entry.quota_bytes, entry.consumed_bytes);
      text += fmt::format(fmt::runtime(kTypeColumns), shown.limit, shown.rest);
    }
    return text;
  }

  std::string summary_columns(const hdfs::ContentSummary& summary) const {
    const std::uint64_t hidden = exclude_snapshots_ ? 1 : 0;
    return fmt::format(fmt::runtime(kSummaryColumns),
                       size(summary.directory_count - hidden * summary.snapshot_directory_count),
                       size(summary.file_count - hidden * summary.snapshot_file_count),
                       size(summary.length_bytes - hidden * summary.snapshot_length_bytes));
  }

  bool quotas_ = false;
  bool quotas_only_ = false;
  bool human_ = false;
  bool exclude_snapshots_ = false;
  bool policy_ = false;
  bool snapshots_ = false;
  std::vector<std::string_view> types_;  // empty: no quotas by storage type
};

}  // namespace

constexpr CommandInfo kCount{
    "count", "[-q] [-h] [-v] [-t [<storage type>]] [-u] [-x] [-e] [-s] <path> ...",
    "Counts the directories, files and bytes below paths.\n"
    "-q  Before that the quotas of names and of space, and what is left of them.\n"
    "-u  Only the quotas.\n"
    "-t [<storage type>]  With -q or -u, only the quotas by storage type: all of them, or those "
    "named, "
    "with commas between (ssd, disk, archive, provided, nvdimm).\n"
    "-h  Numbers with K, M, G …\n"
    "-v  A line of titles.\n"
    "-x  Without snapshots.\n"
    "-e  Also the erasure coding policy.\n"
    "-s  Also what is in snapshots.",
    &make_command<Count>};

}  // namespace mammoth::cli
