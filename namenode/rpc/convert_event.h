// Events of the file system on the wire (Hadoop: PBHelperClient.convertEditsResponse).
#pragma once

#include "common/protocol/hdfs/inotify.pb.h"
#include "namenode/namespace/event.h"

namespace mammoth::namenode {

namespace wire = hadoop::hdfs;

void to_proto(const NamespaceEvent& event, wire::EventProto* proto);

}  // namespace mammoth::namenode
