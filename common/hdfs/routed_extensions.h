// RoutedExtensions: what some file systems can beside FileSystem, passed on as RoutedFileSystem
// passes on the rest (routed_file_system.h says what `Self` has).
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/hdfs/erasure_coding.h"
#include "common/hdfs/file_system.h"
#include "common/hdfs/snapshots.h"

namespace mammoth::hdfs {

template <class Self>
class RoutedExtensions : public Snapshots, public ErasureCoding {
 public:
  Result<void> allow_snapshot(const std::string& path) override {
    return self().on("allowSnapshot", path,
                     [&](FileSystem& to, const std::string& there) -> Result<void> {
                       Snapshots* taker = TRY(taker_of(to, "allowSnapshot"));
                       return taker->allow_snapshot(there);
                     });
  }
  Result<void> disallow_snapshot(const std::string& path) override {
    return self().on("disallowSnapshot", path,
                     [&](FileSystem& to, const std::string& there) -> Result<void> {
                       Snapshots* taker = TRY(taker_of(to, "disallowSnapshot"));
                       return taker->disallow_snapshot(there);
                     });
  }
  Result<std::string> create_snapshot(const std::string& path, const std::string& name) override {
    return self().on("createSnapshot", path,
                     [&](FileSystem& to, const std::string& there) -> Result<std::string> {
                       Snapshots* taker = TRY(taker_of(to, "createSnapshot"));
                       return taker->create_snapshot(there, name);
                     });
  }
  Result<void> delete_snapshot(const std::string& path, const std::string& name) override {
    return self().on("deleteSnapshot", path,
                     [&](FileSystem& to, const std::string& there) -> Result<void> {
                       Snapshots* taker = TRY(taker_of(to, "deleteSnapshot"));
                       return taker->delete_snapshot(there, name);
                     });
  }
  Result<void> rename_snapshot(const std::string& path, const std::string& name,
                               const std::string& new_name) override {
    return self().on("renameSnapshot", path,
                     [&](FileSystem& to, const std::string& there) -> Result<void> {
                       Snapshots* taker = TRY(taker_of(to, "renameSnapshot"));
                       return taker->rename_snapshot(there, name, new_name);
                     });
  }
  Result<std::vector<SnapshotInfo>> snapshots(const std::string& path) override {
    return self().on(
        "getSnapshotListing", path,
        [&](FileSystem& to, const std::string& there) -> Result<std::vector<SnapshotInfo>> {
          Snapshots* taker = TRY(taker_of(to, "getSnapshotListing"));
          return taker->snapshots(there);
        });
  }
  Result<std::vector<SnapshotDifference>> snapshot_diff(const std::string& path,
                                                        const std::string& from,
                                                        const std::string& until) override {
    return self().on(
        "getSnapshotDiffReport", path,
        [&](FileSystem& to, const std::string& there) -> Result<std::vector<SnapshotDifference>> {
          Snapshots* taker = TRY(taker_of(to, "getSnapshotDiffReport"));
          return taker->snapshot_diff(there, from, until);
        });
  }
  Result<SnapshotDiffListing> snapshot_diff_listing(const std::string& path,
                                                    const std::string& from,
                                                    const std::string& until,
                                                    const SnapshotDiffCursor& start) override {
    return self().on("getSnapshotDiffReportListing", path,
                     [&](FileSystem& to, const std::string& there) -> Result<SnapshotDiffListing> {
                       Snapshots* taker = TRY(taker_of(to, "getSnapshotDiffReportListing"));
                       return taker->snapshot_diff_listing(there, from, until, start);
                     });
  }
  Result<void> set_erasure_coding_policy(const std::string& path,
                                         const std::string& policy) override {
    return self().on("setErasureCodingPolicy", path,
                     [&](FileSystem& to, const std::string& there) -> Result<void> {
                       ErasureCoding* coder = TRY(coder_of(to, "setErasureCodingPolicy"));
                       return coder->set_erasure_coding_policy(there, policy);
                     });
  }
  Result<void> unset_erasure_coding_policy(const std::string& path) override {
    return self().on("unsetErasureCodingPolicy", path,
                     [&](FileSystem& to, const std::string& there) -> Result<void> {
                       ErasureCoding* coder = TRY(coder_of(to, "unsetErasureCodingPolicy"));
                       return coder->unset_erasure_coding_policy(there);
                     });
  }
  Result<std::optional<ErasureCodingPolicyStatus>> erasure_coding_policy(
      const std::string& path) override {
    return self().on(
        "getErasureCodingPolicy", path,
        [&](FileSystem& to,
            const std::string& there) -> Result<std::optional<ErasureCodingPolicyStatus>> {
          ErasureCoding* coder = TRY(coder_of(to, "getErasureCodingPolicy"));
          return coder->erasure_coding_policy(there);
        });
  }
  // Of the file system that has the root.
  Result<std::vector<ErasureCodingPolicyStatus>> erasure_coding_policies() override {
    return self().on(
        "getAllErasureCodingPolicies", "/",
        [](FileSystem& to, const std::string&) -> Result<std::vector<ErasureCodingPolicyStatus>> {
          ErasureCoding* coder = TRY(coder_of(to, "getAllErasureCodingPolicies"));
          return coder->erasure_coding_policies();
        });
  }
  Result<std::vector<std::pair<std::string, std::string>>> erasure_coding_codecs() override {
    return self().on(
        "getAllErasureCodingCodecs", "/",
        [](FileSystem& to,
           const std::string&) -> Result<std::vector<std::pair<std::string, std::string>>> {
          ErasureCoding* coder = TRY(coder_of(to, "getAllErasureCodingCodecs"));
          return coder->erasure_coding_codecs();
        });
  }

 private:
  Self& self() { return static_cast<Self&>(*this); }

  static Result<Snapshots*> taker_of(FileSystem& to, std::string_view operation) {
    if (Snapshots* taker = snapshots_of(to)) return taker;
    return unsupported(to, operation);
  }
  static Result<ErasureCoding*> coder_of(FileSystem& to, std::string_view operation) {
    if (ErasureCoding* coder = erasure_coding_of(to)) return coder;
    return unsupported(to, operation);
  }
  static Error unsupported(FileSystem& to, std::string_view operation) {
    return {ErrorCode::kUnsupportedOperation,
            fmt::format("{} doesn't support {}", to.uri(), operation)};
  }
};

}  // namespace mammoth::hdfs
