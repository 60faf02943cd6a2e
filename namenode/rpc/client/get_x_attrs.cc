#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/xattrs_enabled.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetXAttrsResponseProto> ClientProtocol::get_x_attrs(
    const wire::GetXAttrsRequestProto& request, rpc::Call& call) {
  TRY(check_xattrs_enabled(system_.options()));
  if (!TRY(system_.get_readable(caller_of(call), request.src(), "getXAttrs")))
    return Error{ErrorCode::kFileNotFound, "cannot find " + request.src()};
  if (request.xattrs_size() > 0)
    return Error{ErrorCode::kRemote, "At least one of the attributes provided was not found.",
                 "org.apache.hadoop.hdfs.protocol.XAttrNotFoundException"};
  return wire::GetXAttrsResponseProto();
}

}  // namespace mammoth::namenode
