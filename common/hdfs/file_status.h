// What a file system says of its entries. Plain values; owned by whoever holds them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mammoth::hdfs {

// One file or directory (Hadoop: FileStatus, HdfsFileStatus).
struct FileStatus {
  std::string path;  // absolute within its file system, without scheme and authority
  bool is_directory = false;
  bool is_symlink = false;
  std::uint64_t length_bytes = 0;
  std::uint16_t replication = 0;  // 0 for a directory
  std::uint64_t block_size_bytes = 0;
  std::int64_t modification_time_ms = 0;  // since the epoch
  std::int64_t access_time_ms = 0;
  std::uint16_t permission = 0;  // the low twelve bits of a mode: rwx thrice, sticky 01000
  std::string owner;
  std::string group;
  std::uint64_t file_id = 0;
  std::uint8_t storage_policy = 0;  // the one in force; 0: nobody chose one
  bool has_acl = false;
  bool is_encrypted = false;
  bool is_erasure_coded = false;
  bool has_snapshots_enabled = false;  // a directory that may have some
  std::string symlink_target{};
  std::uint64_t child_count = 0;  // of a directory; 0 where nobody counts

  std::string name() const;  // last component; "" for the root
};

// A range of a file and the hosts that hold it, for schedulers (Hadoop: BlockLocation).
struct BlockLocation {
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
  std::vector<std::string> hosts;            // host names
  std::vector<std::string> names;            // ip:transfer port
  std::vector<std::string> topology_paths;   // /rack/ip:port
  bool corrupt = false;
  std::vector<std::string> storage_types{};  // "DISK", of each host; empty: unknown
};

// Sums over a subtree (Hadoop: ContentSummary, QuotaUsage). A quota of -1 is none.
struct ContentSummary {
  std::uint64_t length_bytes = 0;
  std::uint64_t file_count = 0;
  std::uint64_t directory_count = 0;
  std::uint64_t space_consumed_bytes = 0;
  std::int64_t quota = -1;
  std::int64_t space_quota_bytes = -1;
  std::uint64_t snapshot_length_bytes = 0;
  std::uint64_t snapshot_file_count = 0;
  std::uint64_t snapshot_directory_count = 0;
  std::uint64_t snapshot_space_consumed_bytes = 0;
  std::string erasure_coding_policy{};
  struct TypeQuota {
    std::string storage_type;
    std::int64_t quota_bytes = -1;
    std::uint64_t consumed_bytes = 0;
  };
  std::vector<TypeQuota> type_quotas{};
};

struct FileSystemStatus {
  std::uint64_t capacity_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
};

// Hadoop: FileChecksum. For HDFS the algorithm is e.g. "MD5-of-0MD5-of-512CRC32C".
struct FileChecksum {
  std::string algorithm;
  std::string bytes;
};

struct ServerDefaults {
  std::uint64_t block_size_bytes = 0;
  std::uint32_t bytes_per_checksum = 0;
  std::uint32_t write_packet_size_bytes = 0;
  std::uint16_t replication = 0;
  std::uint64_t trash_interval_minutes = 0;
  bool snapshot_trash_roots = false;  // directories with snapshots have a trash of their own
};

}  // namespace mammoth::hdfs
