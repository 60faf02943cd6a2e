// Access control lists and extended attributes for the wire.
#pragma once

#include "common/protocol/hdfs/acl.pb.h"
#include "common/protocol/hdfs/xattr.pb.h"
#include "namenode/namespace/inode.h"
#include "namenode/rpc/client_protocol.h"

namespace mammoth::namenode {

XAttr to_xattr(const wire::XAttrProto& proto);
void to_proto(const XAttr& xattr, bool with_value, wire::XAttrProto* proto);

AclEntries to_acl(const google::protobuf::RepeatedPtrField<wire::AclEntryProto>& entries);
void to_proto(const AclEntry& entry, wire::AclEntryProto* proto);

}  // namespace mammoth::namenode
