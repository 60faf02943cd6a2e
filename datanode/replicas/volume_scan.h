// What a volume holds when the datanode starts (Hadoop: BlockPoolSlice.getVolumeMap).
#pragma once

#include <vector>

#include "datanode/replicas/replica.h"
#include "datanode/replicas/volume.h"

namespace mammoth::datanode {

// Empties tmp/, finishes a move to finalized/ that a crash interrupted, cuts what lies in rbw/ to its
// sound length, deletes Apache's cache file of replicas (which would be wrong by the time Apache reads
// it again) and answers every replica found: FINALIZED or RWR. A block file without a meta file has
// generation stamp 0, which the NameNode takes for corrupt. Adds to the volume's counters. Throws
// DiskError.
std::vector<Replica> scan_volume(Volume& volume, VolumeIndex index);

// Of two replicas of one block, whether `a` is to be kept: the newer, else the longer, else `a`.
bool is_better_replica(const Replica& a, const Replica& b);

}  // namespace mammoth::datanode
