#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RemoveXAttrResponseProto> ClientProtocol::remove_x_attr(
    const wire::RemoveXAttrRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.remove_xattr(caller_of(call), request.src(), to_xattr(request.xattr()))));
  return wire::RemoveXAttrResponseProto();
}

}  // namespace mammoth::namenode
