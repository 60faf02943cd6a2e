// What writers ask for, one struct for each method with more than a few parameters; the fields are
// those of the request messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "namenode/namespace/inode.h"
#include "namenode/system/located_file.h"

namespace mammoth::namenode {

// ClientProtocol.create.
struct CreateFile {
  std::string path;
  Mode mode = 0644;
  std::optional<Mode> unmasked{};  // before the client's umask
  std::string client_name;
  bool create = true;             // CreateFlag.CREATE: may be a new file
  bool overwrite = false;         // CreateFlag.OVERWRITE: may replace one
  bool should_replicate = false;  // CreateFlag.SHOULD_REPLICATE
  bool create_parent = true;
  std::uint32_t replication = 1;
  std::uint64_t block_size_bytes = 0;
  std::string erasure_coding_policy{};
  std::string storage_policy{};
};

// A writer's claim on an open file. `file_id` 0 stands for "look the path up".
struct OpenFileRef {
  std::string path;
  std::string client_name;
  InodeId file_id{0};
};

// ClientProtocol.addBlock.
struct AddBlock {
  OpenFileRef file;
  std::optional<ExtendedBlock> previous{};  // commits that block's length
  std::vector<std::string> excluded_uuids{};
  std::vector<std::string> favoured_nodes{};  // host:port
  bool avoid_local_node = false;              // AddBlockFlag.NO_LOCAL_WRITE
  bool ignore_locality = false;               // AddBlockFlag.IGNORE_CLIENT_LOCALITY
};

// ClientProtocol.getAdditionalDatanode.
struct AdditionalDatanode {
  OpenFileRef file;
  ExtendedBlock block;
  std::vector<std::string> existing_uuids;
  std::vector<std::string> existing_storage_uuids;
  std::vector<std::string> excluded_uuids;
  std::uint32_t count = 1;
};

// ClientProtocol.updatePipeline.
struct UpdatePipeline {
  std::string client_name;
  ExtendedBlock old_block;
  ExtendedBlock new_block;
  std::vector<std::string> datanode_uuids;
  std::vector<std::string> storage_uuids;
};

// ClientProtocol.saveNamespace: a namespace that was saved within the window, and not changed by
// more than the gap since, need not be saved again. Both 0: save in any case.
struct SaveNamespace {
  std::uint64_t time_window_seconds = 0;
  std::uint64_t transaction_gap = 0;
};

}  // namespace mammoth::namenode
