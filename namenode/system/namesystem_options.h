// What the configuration says to the namesystem; names as in hdfs-site.xml, defaults Apache's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "namenode/blocks/block_manager_options.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::namenode {

// What clients take from the server (Hadoop: FsServerDefaults).
struct ServerDefaults {
  std::uint64_t block_size_bytes = 128u << 20;    // dfs.blocksize
  std::uint32_t bytes_per_checksum = 512;         // dfs.bytes-per-checksum
  std::uint32_t write_packet_size_bytes = 65536;  // dfs.client-write-packet-size
  std::uint32_t replication = 3;                  // dfs.replication
  std::uint32_t file_buffer_size_bytes = 4096;    // io.file.buffer.size
  bool encrypt_data_transfer = false;             // dfs.encrypt.data.transfer
  std::uint64_t trash_interval_minutes = 0;       // fs.trash.interval
  std::string checksum_type = "CRC32C";           // dfs.checksum.type
  bool snapshot_trash_roots = false;              // dfs.namenode.snapshot.trashroot.enabled
};

struct NamesystemOptions {
  std::string host_name = "localhost";    // of the RPC address; shown in safe mode refusals
  std::string superuser;                  // the user who runs the daemon
  std::string supergroup = "supergroup";  // dfs.permissions.superusergroup
  std::int64_t creation_time_ms = 0;      // of the file system
  bool permissions_enabled = true;        // dfs.permissions.enabled
  bool owner_may_set_quota = false;       // dfs.permissions.allow.owner.set.quota
  bool acls_enabled = true;               // dfs.namenode.acls.enabled
  bool xattrs_enabled = true;             // dfs.namenode.xattrs.enabled
  bool posix_acl_inheritance = true;      // dfs.namenode.posix.acl.inheritance.enabled
  std::vector<std::string> protected_directories{};  // fs.protected.directories
  bool protect_subdirectories = false;               // dfs.protected.subdirectories.enable
  bool symlinks_enabled = false;                     // dfs.namenode.symlinks.enabled
  bool quota_by_storage_type = true;                 // dfs.quota.by.storage.type.enabled

  std::uint32_t max_component_length_bytes = 255;  // dfs.namenode.fs-limits.max-component-length
  std::uint64_t max_directory_items = 1u << 20;    // …max-directory-items
  std::uint64_t min_block_size_bytes = 1u << 20;   // …min-block-size
  std::uint32_t max_blocks_per_file = 10'000;      // …max-blocks-per-file
  std::uint32_t max_xattrs = 32;                   // …max-xattrs-per-inode
  std::uint32_t max_xattr_size_bytes = 16'384;     // …max-xattr-size
  std::uint32_t max_snapshots = 65'536;            // dfs.namenode.snapshot.max.limit
  std::uint32_t max_all_snapshots = 65'536;        // dfs.namenode.snapshot.filesystem.limit
  bool capture_open_files = false;                 // dfs.namenode.snapshot.capture.openfiles
  bool skip_access_time_versions = false;          // …snapshot.skip.capture.accesstime-only-change
  std::uint32_t listing_limit = 1'000;             // dfs.ls.limit
  std::uint32_t batched_listing_limit = 100;       // dfs.batched.ls.limit
  std::uint32_t content_summary_limit = 5'000;     // dfs.content-summary.limit; 0: no pause
  std::uint32_t open_files_limit = 1'000;          // dfs.namenode.list.openfiles.num.responses
  std::uint32_t corrupt_files_limit = 100;         // dfs.namenode.max-corrupt-file-blocks-returned
  std::int64_t access_time_precision_ms = 3'600'000;  // dfs.namenode.accesstime.precision; 0: none

  std::int64_t lease_soft_limit_ms = 60'000;     // constant in Hadoop too
  std::int64_t lease_hard_limit_ms = 1'200'000;  // dfs.namenode.lease-hard-limit-sec
  std::int64_t lease_recheck_ms = 2'000;         // dfs.namenode.lease-recheck-interval-ms
  bool replace_datanode_on_failure =
      true;  // dfs.client.block.write.replace-datanode-on-failure.enable

  std::uint32_t cache_pools_limit = 100;       // dfs.namenode.list.cache.pools.num.responses
  std::uint32_t cache_directives_limit = 100;  // …list.cache.directives.num.responses
  std::int64_t cache_refresh_ms = 30'000;      // …path.based.cache.refresh.interval.ms
  std::uint32_t events_limit = 1'000;          // dfs.namenode.inotify.max.events.per.rpc
  std::uint64_t events_retained = 100'000;     // mammoth.namenode.inotify.retained.transactions
  std::uint32_t reclaim_batch = 50;  // inodes of a deleted tree that are erased under one lock
  std::string hosts_file{};             // dfs.hosts
  std::string excluded_hosts_file{};    // dfs.hosts.exclude
  bool audit = false;                   // hdfs.audit.logger

  ServerDefaults server_defaults{};
  BlockManagerOptions blocks{};
};

// Throws ErrorException where Configuration's getters do. Host name and superuser stay the caller's
// to fill in, and so does blocks.block_pool_id, which the store knows.
NamesystemOptions read_namesystem_options(const Configuration& configuration);

}  // namespace mammoth::namenode
