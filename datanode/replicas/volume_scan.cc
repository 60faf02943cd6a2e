#include "datanode/replicas/volume_scan.h"

#include <unordered_map>

#include "common/base/log.h"
#include "datanode/replicas/replica_files.h"

namespace mammoth::datanode {
namespace {

void remove_tree(Disk& disk, const std::string& path) {
  for (const auto& entry : disk.list(path)) {
    const auto child = path + "/" + entry.name;
    if (entry.is_directory) {
      remove_tree(disk, child);
    } else {
      disk.unlink(child);
    }
  }
  disk.remove_directory(path);
}

// Block files of one directory and the stamps of the meta files beside them.
struct Listing {
  std::vector<BlockId> blocks;
  std::unordered_map<BlockId, GenerationStamp> stamps;
  std::vector<std::string> directories;
};

// A copy that was to replace a hard-linked file: takes its place if that is gone, else goes.
void settle_unlinked(Disk& disk, const std::string& directory, std::string name, Listing& listing) {
  const auto path = directory + "/" + name;
  name.resize(name.size() - kUnlinkedSuffix.size());
  const auto original = directory + "/" + name;
  if (disk.status(original)) {
    disk.unlink(path);
    return;
  }
  disk.rename(path, original);
  if (const auto id = parse_block_file_name(name)) listing.blocks.push_back(*id);
  if (const auto meta = parse_meta_file_name(name))
    listing.stamps.insert_or_assign(meta->id, meta->generation_stamp);
}

Listing list_replicas(Disk& disk, const std::string& directory) {
  Listing listing;
  for (auto& entry : disk.list(directory)) {
    if (entry.is_directory) {
      listing.directories.push_back(std::move(entry.name));
    } else if (entry.name.ends_with(kUnlinkedSuffix)) {
      settle_unlinked(disk, directory, std::move(entry.name), listing);
    } else if (const auto id = parse_block_file_name(entry.name)) {
      listing.blocks.push_back(*id);
    } else if (const auto meta = parse_meta_file_name(entry.name)) {
      listing.stamps.insert_or_assign(meta->id, meta->generation_stamp);
    }
  }
  return listing;
}

class Scan {
 public:
  Scan(Volume& volume, VolumeIndex index)
      : volume_(volume), disk_(volume.disk()), layout_(volume.layout()), index_(index) {}

  std::vector<Replica> run() {
    remove_tree(disk_, layout_.temporary());
    disk_.make_directories(layout_.temporary());
    disk_.unlink(layout_.current() + "/replicas");
    scan_being_written();
    scan_finalized(layout_.finalized());
    return std::move(found_);
  }

 private:
  void add(Block block, ReplicaState state) {
    found_.push_back({.block = block, .volume = index_, .state = state});
    volume_.add_used(static_cast<std::int64_t>(replica_footprint(block.length_bytes)));
    volume_.add_blocks(1);
  }

  // Before finalized/, which interrupted moves still go to.
  void scan_being_written() {
    const auto listing = list_replicas(disk_, layout_.rbw());
    for (const auto id : listing.blocks) {
      const auto stamp = listing.stamps.find(id);
      if (stamp == listing.stamps.end()) {
        if (finish_move(id)) continue;
        add({id, GenerationStamp{0}, 0}, ReplicaState::kRwr);
        continue;
      }
      const ReplicaPaths paths{layout_.block_file(id, ReplicaState::kRwr),
                               layout_.meta_file(id, stamp->second, ReplicaState::kRwr)};
      add({id, stamp->second, cut_to_valid_length(disk_, paths)}, ReplicaState::kRwr);
    }
  }

  // Finalizing moves the meta file first; if it is there already, the block file follows.
  bool finish_move(BlockId id) {
    const auto directory = layout_.directory(id, ReplicaState::kFinalized);
    if (!disk_.status(directory)) return false;
    const auto target = layout_.block_file(id, ReplicaState::kFinalized);
    if (disk_.status(target)) return false;
    for (const auto& entry : disk_.list(directory)) {
      const auto meta = parse_meta_file_name(entry.name);
      if (!meta || meta->id != id) continue;
      disk_.rename(layout_.block_file(id, ReplicaState::kRbw), target);
      return true;
    }
    return false;
  }

  void scan_finalized(const std::string& directory) {
    const auto listing = list_replicas(disk_, directory);
    for (const auto& name : listing.directories) scan_finalized(directory + "/" + name);
    for (const auto id : listing.blocks) {
      const auto path = directory + "/" + block_file_name(id);
      const auto status = disk_.status(path);
      if (!status) continue;
      if (directory != layout_.directory(id, ReplicaState::kFinalized)) {
        log::warn("datanode", "{} does not lie where its id says and is left alone", path);
        continue;
      }
      const auto stamp = listing.stamps.find(id);
      add({id, stamp == listing.stamps.end() ? GenerationStamp{0} : stamp->second,
           status->size_bytes}, ReplicaState::kFinalized);
    }
  }

  Volume& volume_;
  Disk& disk_;
  const PoolLayout& layout_;
  const VolumeIndex index_;
  std::vector<Replica> found_;
};

}  // namespace

std::vector<Replica> scan_volume(Volume& volume, VolumeIndex index) {
  return Scan(volume, index).run();
}

bool is_better_replica(const Replica& a, const Replica& b) {
  if (a.block.generation_stamp != b.block.generation_stamp)
    return a.block.generation_stamp > b.block.generation_stamp;
  return a.block.length_bytes >= b.block.length_bytes;
}

}  // namespace mammoth::datanode
