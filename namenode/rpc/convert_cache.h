// Cache pools and directives on the wire (Hadoop: PBHelperClient).
#pragma once

#include "common/protocol/hdfs/cache.pb.h"
#include "namenode/namespace/cache_pool.h"
#include "namenode/system/cache_manager.h"

namespace mammoth::namenode {

namespace wire = hadoop::hdfs;

CachePoolRequest to_request(const wire::CachePoolInfoProto& proto);
CacheDirectiveRequest to_request(const wire::CacheDirectiveInfoProto& proto);
void to_proto(const CachePoolStatus& status, wire::CachePoolEntryProto* proto);
void to_proto(const CacheDirectiveStatus& status, wire::CacheDirectiveEntryProto* proto);

}  // namespace mammoth::namenode
