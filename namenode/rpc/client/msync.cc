#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::MsyncResponseProto> ClientProtocol::msync(const wire::MsyncRequestProto&, rpc::Call&) {
  // The only NameNode is the active one, and it is never behind itself.
  return wire::MsyncResponseProto();
}

}  // namespace mammoth::namenode
