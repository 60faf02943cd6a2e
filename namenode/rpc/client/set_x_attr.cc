#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetXAttrResponseProto> ClientProtocol::set_x_attr(
    const wire::SetXAttrRequestProto& request, rpc::Call& call) {
  const XAttrFlags flags{.create = (request.flag() & wire::XATTR_CREATE) != 0,
                         .replace = (request.flag() & wire::XATTR_REPLACE) != 0};
  TRY(held(call, system_.set_xattr(caller_of(call), request.src(), to_xattr(request.xattr()),
                                   request.xattr().has_value(), flags)));
  return wire::SetXAttrResponseProto();
}

}  // namespace mammoth::namenode
