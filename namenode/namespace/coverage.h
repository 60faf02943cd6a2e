// Which snapshots see a place of the tree.
//
// Snapshots are numbered in the order of their making, over the whole file system (Hadoop:
// SnapshotManager's counter). A place is covered by the snapshots of the directories above it; what
// was moved keeps those of the places where it was (Hadoop: INodeReference.DstReference).
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "common/base/hdfs_ids.h"

namespace mammoth::namenode {

// From 1; clients are told one less (Hadoop counts from 0).
using SnapshotId = std::uint64_t;
inline constexpr SnapshotId kNoSnapshot = 0;
// The end of a segment that lasts: also snapshots not made yet.
inline constexpr SnapshotId kOpenEnd = std::numeric_limits<SnapshotId>::max();

// The snapshots of one directory that see the place, by number, both ends included.
struct CoverageSegment {
  InodeId root;
  SnapshotId from = 1;
  SnapshotId to = kOpenEnd;
  bool operator==(const CoverageSegment&) const = default;
};
using Coverage = std::vector<CoverageSegment>;

// Of a directory that was moved into, out of or between covered places.
struct MovedMark {
  Coverage past;          // of the places where it was
  SnapshotId joined = 1;  // older snapshots of the directories above it do not see it here
  bool operator==(const MovedMark&) const = default;
};

}  // namespace mammoth::namenode
