#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/xattrs_enabled.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListXAttrsResponseProto> ClientProtocol::list_x_attrs(
    const wire::ListXAttrsRequestProto& request, rpc::Call& call) {
  TRY(check_xattrs_enabled(system_.options()));
  if (!TRY(system_.get_readable(caller_of(call), request.src(), "listXAttrs")))
    return Error{ErrorCode::kFileNotFound, "cannot find " + request.src()};
  return wire::ListXAttrsResponseProto();
}

}  // namespace mammoth::namenode
