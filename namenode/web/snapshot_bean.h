// SnapshotInfo: the directories that allow snapshots, and the snapshots (Hadoop: SnapshotStatsMXBean).
#pragma once

#include "common/http/beans.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

http::Bean snapshot_bean(const Namesystem& system);

}  // namespace mammoth::namenode
