// Storage policies for the wire.
#pragma once

#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"
#include "namenode/blocks/storage_policy.h"
#include "namenode/rpc/convert.h"

namespace mammoth::namenode {

void to_proto(const StoragePolicy& policy, wire::BlockStoragePolicyProto* proto);

}  // namespace mammoth::namenode
