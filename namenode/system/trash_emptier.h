// Empties the trash of all users in the background (Hadoop: TrashPolicyDefault.Emptier).
//
// At every multiple of the checkpoint interval since the epoch, for each /user/NAME/.Trash: the
// checkpoints that are older than the deletion interval are deleted, and what lies in Current
// becomes a checkpoint, which is named after the time of day. Directories that may have snapshots
// can have a trash of their own, DIRECTORY/.Trash/NAME; DIRECTORY/.Trash is made where it is missing
// once the NameNode has left safe mode (FSNamesystem.checkAndProvisionSnapshotTrashRoots). It asks
// the Namesystem as any client does, in the name of the superuser; a user's trash that refuses does
// not stop the others.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/clock.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

struct TrashSettings {
  std::int64_t deletion_interval_ms = 0;    // fs.trash.interval; 0: no trash
  std::int64_t checkpoint_interval_ms = 0;  // fs.trash.checkpoint.interval
  std::string home_prefix = "/user";        // dfs.user.home.dir.prefix
  bool clean_root = false;                  // fs.trash.clean.trashroot.enable
};

// For one thread.
class TrashEmptier {
 public:
  // Both must outlive it.
  TrashEmptier(TrashSettings settings, Namesystem& system, const Clock& clock);

  // Does what is due by now; to be called often.
  void tick();

 private:
  void provision();
  std::vector<std::string> snapshottable() const;
  void empty_all();
  void empty(const std::string& root);
  Result<void> delete_checkpoints(const std::string& root);
  Result<void> create_checkpoint(const std::string& root);
  Result<std::vector<std::string>> names_in(const std::string& directory) const;
  Result<bool> is_directory(const std::string& path) const;

  const TrashSettings settings_;
  Namesystem& system_;
  const Clock& clock_;
  const Caller superuser_;
  std::int64_t due_ms_ = 0;  // wall clock
  bool provisioned_ = false;
};

// When the checkpoint of that name was made, in ms since the epoch: "261123054500" and the ten
// digits of older versions, local time, with or without "-N" behind. Nothing for other names.
std::optional<std::int64_t> trash_checkpoint_time(const std::string& name);

}  // namespace mammoth::namenode
