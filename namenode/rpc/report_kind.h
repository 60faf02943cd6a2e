// Which datanodes a report is about.
#pragma once

#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "namenode/blocks/block_manager.h"

namespace mammoth::namenode {

inline DatanodeReportKind to_report_kind(hadoop::hdfs::DatanodeReportTypeProto type) {
  switch (type) {
    case hadoop::hdfs::ALL:
      return DatanodeReportKind::kAll;
    case hadoop::hdfs::LIVE:
      return DatanodeReportKind::kLive;
    case hadoop::hdfs::DEAD:
      return DatanodeReportKind::kDead;
    case hadoop::hdfs::DECOMMISSIONING:
      return DatanodeReportKind::kDecommissioning;
    case hadoop::hdfs::ENTERING_MAINTENANCE:
      return DatanodeReportKind::kEnteringMaintenance;
    case hadoop::hdfs::IN_MAINTENANCE:
      return DatanodeReportKind::kInMaintenance;
  }
  return DatanodeReportKind::kAll;
}

}  // namespace mammoth::namenode
