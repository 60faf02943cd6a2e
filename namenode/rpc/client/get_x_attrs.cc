#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_attributes.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetXAttrsResponseProto> ClientProtocol::get_x_attrs(
    const wire::GetXAttrsRequestProto& request, rpc::Call& call) {
  std::vector<XAttr> names;
  for (const auto& name : request.xattrs()) names.push_back(to_xattr(name));
  wire::GetXAttrsResponseProto response;
  for (const XAttr& xattr :
       TRY(system_.get_xattrs(caller_of(call), request.src(), names, "getXAttrs")))
    to_proto(xattr, true, response.add_xattrs());
  return response;
}

}  // namespace mammoth::namenode
