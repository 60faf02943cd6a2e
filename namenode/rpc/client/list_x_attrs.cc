#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListXAttrsResponseProto> ClientProtocol::list_x_attrs(
    const wire::ListXAttrsRequestProto& request, rpc::Call& call) {
  wire::ListXAttrsResponseProto response;
  for (const XAttr& xattr :
       TRY(system_.get_xattrs(caller_of(call), request.src(), {}, "listXAttrs")))
    to_proto(xattr, false, response.add_xattrs());
  return response;
}

}  // namespace mammoth::namenode
