// Leases: the right of one client to write a file (Hadoop: LeaseManager). A client renews all its
// files at once. After the soft limit another client may take a file over; after the hard limit the
// NameNode closes it itself.
//
// In memory only, rebuilt at start from the table's open files; every lease then counts as renewed.
// Time is monotonic. Not thread-safe, except that renew() may run beside const members and other
// renew() calls.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/resolved_path.h"

namespace mammoth::namenode {

struct LeaseLimits {
  std::int64_t soft_ms = 60'000;
  std::int64_t hard_ms = 1'200'000;  // dfs.namenode.lease-hard-limit-sec
};

// Who writes a file.
struct Writer {
  std::string_view holder;
  std::string_view client_machine;
};

class LeaseTable {
 public:
  // `clock` must outlive this.
  LeaseTable(const Clock& clock, LeaseLimits limits);
  // Replaces everything by the open files of `table`.
  void load(const InodeTable& table);

  // Also renews the holder's lease. A file that another holder had changes hands.
  void add(InodeId file, std::string_view holder, std::string_view client_machine);
  // Nothing happens when there is no lease on the file.
  void remove(InodeId file);
  // All files of a holder; false when it has none.
  bool renew(std::string_view holder);
  void renew_all();

  std::optional<Writer> writer(InodeId file) const;  // views are valid until the next change
  std::vector<InodeId> files_of(std::string_view holder) const;
  bool soft_limit_expired(std::string_view holder) const;
  // Holders that have not renewed for the hard limit, at most `limit` of them.
  std::vector<std::string> expired_holders(std::size_t limit) const;

  std::size_t holder_count() const { return leases_.size(); }
  std::size_t file_count() const { return files_.size(); }
  // In the order of ids, after `after` (listOpenFiles).
  std::vector<InodeId> files_after(InodeId after, std::size_t limit) const;

  // "[Lease.  Holder: h, pending creates: 1]", or "Holder h does not have any open files."
  std::string describe(std::string_view holder) const;

  // That `holder` may write the file that `path` leads to (Hadoop: FSNamesystem.checkLease):
  // kFileNotFound when it is not there, kLeaseExpired when it is no file, not open, or another's.
  // Without a holder any will do.
  Result<void> check(const ResolvedPath& path, InodeId file_id,
                     std::optional<std::string_view> holder) const;

 private:
  struct Lease {
    std::atomic<std::int64_t> renewed_ms;
    std::set<InodeId> files;
    explicit Lease(std::int64_t now_ms) : renewed_ms(now_ms) {}
  };
  using Leases = std::map<std::string, Lease, std::less<>>;
  struct File {
    Leases::iterator lease;
    std::string client_machine;
  };

  const Clock& clock_;
  const LeaseLimits limits_;
  Leases leases_;
  std::map<InodeId, File> files_;
};

// The NameNode's own name, under which it closes files whose writers are gone.
std::string internal_lease_holder(const Clock& clock);

}  // namespace mammoth::namenode
