// FileSystem: the one interface that programs use for files, whether they are on HDFS or on local
// disks (Hadoop: org.apache.hadoop.fs.FileSystem).
//
// All calls block the calling thread. A FileSystem is thread-safe; a reader or writer belongs to
// one thread at a time, except FileReader::read_at, which any number of threads may call at once.
//
// Refusals (no such file, permission denied, safe mode ...) come back as Error values with Hadoop's
// messages; a lost cluster comes back the same way after the client's retries, as kConnect,
// kSocketTimeout or kIo. Nothing throws but programming errors.
//
// Durable: a file's bytes are durable against the loss of any replica but one when close() answers
// ok; bytes before an ok hsync() are on the DataNodes' disks, before an ok hflush() in their memory
// and visible to new readers. Every namespace change is durable when its call answers ok.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/hdfs/attributes.h"
#include "common/hdfs/file_status.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

// What a reader has delivered and from where (Hadoop: ReadStatistics). Each counts those below it
// too, but for the first: remote bytes are total - local.
struct ReadStatistics {
  std::uint64_t total_bytes = 0;
  std::uint64_t local_bytes = 0;          // from a DataNode of this machine
  std::uint64_t short_circuit_bytes = 0;  // from its files, past the DataNode
};

// One range of a vectored read; `buffer` has room for all of it.
struct ReadRange {
  std::uint64_t offset_bytes = 0;
  std::span<std::byte> buffer{};
};

// Reads that a second replica was asked for too (Hadoop: DFSHedgedReadMetrics).
struct HedgedReadMetrics {
  std::uint64_t operations = 0;
  std::uint64_t wins = 0;               // the second one answered first
  std::uint64_t in_calling_thread = 0;  // the pool had no thread to spare
};

// Sequential and positional reads of one open file. Checksums are verified end to end; a replica
// that fails is reported and the next one tried.
class FileReader {
 public:
  virtual ~FileReader() = default;
  // Reads up to `buffer.size()` bytes at the current position; 0 only at the end of the file.
  virtual Result<std::size_t> read(std::span<std::byte> buffer) = 0;
  // Reads up to `buffer.size()` bytes at `offset_bytes` without moving the position. Thread-safe.
  virtual Result<std::size_t> read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) = 0;
  virtual Result<void> seek(std::uint64_t offset_bytes) = 0;
  virtual std::uint64_t position() const = 0;
  // The length when it was opened; of a file being written, what its last DataNode had visible
  // then.
  virtual std::uint64_t length_bytes() const = 0;

  // Fills every range (Hadoop: readVectored); near ones are fetched together. Refuses, before
  // anything is read, ranges that overlap (kIllegalArgument) or reach beyond the end (kEof).
  // Thread-safe.
  virtual Result<void> read_ranges(std::span<const ReadRange> ranges);
  // Gives connections and descriptors back; the next read takes others.
  virtual void unbuffer() {}
  virtual ReadStatistics statistics() const { return {}; }
  virtual void clear_statistics() {}
};

// Writes one file from front to back.
class FileWriter {
 public:
  // Without close() the file stays open for lease recovery, as when a client dies.
  virtual ~FileWriter() = default;
  virtual Result<void> write(std::span<const std::byte> bytes) = 0;
  virtual Result<void> hflush() = 0;
  virtual Result<void> hsync() = 0;
  // Idempotent. An error leaves the file open on the NameNode until its lease expires.
  virtual Result<void> close() = 0;
  virtual std::uint64_t position() const = 0;
};

struct CreateOptions {
  bool overwrite = true;
  bool create_parent = true;
  std::uint16_t permission = 0666;  // before the umask of the configuration
  // What the umask has left of it, where somebody else has applied one; nothing: the configuration's.
  std::optional<std::uint16_t> masked_permission{};
  std::optional<std::uint16_t> replication{};
  std::optional<std::uint64_t> block_size_bytes{};
  bool lazy_persist = false;
  // Receives a warning line for the user; empty: none.
  std::function<void(std::string_view)> warn{};
};

struct SetTimes {
  std::int64_t modification_ms = -1;  // -1 leaves it as it is
  std::int64_t access_ms = -1;
};

// Hadoop: XAttrSetFlag.
struct XAttrFlags {
  bool create = true;
  bool replace = true;
};

struct LocatedBlocks;

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  virtual std::string uri() const = 0;     // "hdfs://host:port", "file:///"
  virtual std::string scheme() const = 0;  // "hdfs", "file"
  virtual std::string home_directory() const = 0;
  virtual ServerDefaults server_defaults(std::string_view path) = 0;

  // Whether files opened from now on verify their checksums; local ones have none.
  virtual void set_verify_checksums(bool) {}
  virtual Result<std::unique_ptr<FileReader>> open(const std::string& path) = 0;
  virtual Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                                     const CreateOptions& options) = 0;
  virtual Result<std::unique_ptr<FileWriter>> append(const std::string& path) = 0;
  // True when the file already has the new length; false when its last block is still being
  // recovered.
  virtual Result<bool> truncate(const std::string& path, std::uint64_t length_bytes) = 0;
  virtual Result<void> concat(const std::string& target,
                              const std::vector<std::string>& sources) = 0;

  // nullopt-free: a missing path is kFileNotFound with Hadoop's message.
  virtual Result<FileStatus> status(const std::string& path) = 0;
  virtual Result<FileStatus> link_status(const std::string& path) = 0;
  // Calls `each` for every entry in name order, page by page; stops when it returns false. A file
  // is its own single entry.
  virtual Result<void> list(const std::string& path,
                            const std::function<bool(const FileStatus&)>& each) = 0;
  virtual Result<std::vector<FileStatus>> list_all(const std::string& path);

  // True as in Hadoop: also when the directory was there already. Permission before the umask.
  virtual Result<bool> mkdirs(const std::string& path, std::uint16_t permission) = 0;
  virtual Result<bool> mkdir(const std::string& path, std::uint16_t permission) = 0;  // no parents
  // Hadoop's first rename: false, without a reason, when it may not be done.
  virtual Result<bool> rename(const std::string& source, const std::string& target) = 0;
  virtual Result<void> rename2(const std::string& source, const std::string& target,
                               bool overwrite) = 0;
  // False when there was nothing to delete.
  virtual Result<bool> remove(const std::string& path, bool recursive) = 0;

  virtual Result<void> set_permission(const std::string& path, std::uint16_t permission) = 0;
  virtual Result<void> set_owner(const std::string& path, const std::string& owner,
                                 const std::string& group) = 0;
  virtual Result<void> set_times(const std::string& path, SetTimes times) = 0;
  virtual Result<bool> set_replication(const std::string& path, std::uint16_t replication) = 0;
  // kAccessDenied when the user may not; `mode` of rwx bits (4 read, 2 write, 1 execute).
  virtual Result<void> access(const std::string& path, int mode) = 0;

  // Extended attributes, access control lists and storage policies: file systems without them
  // refuse, kUnsupportedOperation. A name begins with its namespace.
  virtual Result<void> set_xattr(const std::string& path, const XAttr& xattr, XAttrFlags flags);
  // Those named, each of which must be there; all that the user may see when none is.
  virtual Result<std::vector<XAttr>> xattrs(const std::string& path,
                                            const std::vector<std::string>& names);
  virtual Result<void> remove_xattr(const std::string& path, const std::string& name);
  virtual Result<void> modify_acl(const std::string& path, const std::vector<AclEntry>& entries);
  virtual Result<void> remove_acl_entries(const std::string& path,
                                          const std::vector<AclEntry>& entries);
  virtual Result<void> remove_default_acl(const std::string& path);
  virtual Result<void> remove_acl(const std::string& path);
  virtual Result<void> set_acl(const std::string& path, const std::vector<AclEntry>& entries);
  virtual Result<AclStatus> acl_status(const std::string& path);
  virtual Result<std::vector<StoragePolicy>> storage_policies();
  virtual Result<void> set_storage_policy(const std::string& path, const std::string& policy);
  virtual Result<void> unset_storage_policy(const std::string& path);
  // Moves the blocks there are to where their policy wants them.
  virtual Result<void> satisfy_storage_policy(const std::string& path);

  virtual Result<ContentSummary> content_summary(const std::string& path) = 0;
  virtual Result<ContentSummary> quota_usage(const std::string& path) = 0;  // HDFS: getQuotaUsage
  virtual Result<FileSystemStatus> file_system_status(const std::string& path) = 0;
  virtual Result<std::optional<FileChecksum>> checksum(const std::string& path) = 0;
  virtual Result<std::vector<BlockLocation>> block_locations(const std::string& path,
                                                             std::uint64_t offset_bytes,
                                                             std::uint64_t length_bytes) = 0;
  // Block by block; kUnsupportedOperation where files have no blocks.
  virtual Result<LocatedBlocks> located_blocks(const std::string& path, std::uint64_t offset_bytes,
                                               std::uint64_t length_bytes);
  // Where `rm` moves to: /user/NAME/.Trash on HDFS, or DIRECTORY/.Trash/NAME below a directory that
  // may have snapshots, where the NameNode wants that.
  virtual std::string trash_root(const std::string& path) = 0;
  // Of all readers of this client.
  virtual HedgedReadMetrics hedged_read_metrics() const { return {}; }
};

// A file system by URI; the scheme decides ("hdfs", "file"; others: kUnsupportedOperation with
// Hadoop's `No FileSystem for scheme "x"`). `configuration` is copied. Without a `user` it is the
// one of user_identity.h.
Result<std::shared_ptr<FileSystem>> open_file_system(std::string_view uri,
                                                     const Configuration& configuration);
Result<std::shared_ptr<FileSystem>> open_file_system_as(std::string_view user, std::string_view uri,
                                                        const Configuration& configuration);

}  // namespace mammoth::hdfs
