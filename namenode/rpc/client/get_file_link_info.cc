#include "common/protocol/hdfs/client_namenode/lookup.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetFileLinkInfoResponseProto> ClientProtocol::get_file_link_info(
    const wire::GetFileLinkInfoRequestProto& request, rpc::Call& call) {
  const auto file =
      TRY(system_.get_file_info(caller_of(call), request.src(), false, PathUse::kReadLink));
  wire::GetFileLinkInfoResponseProto response;
  if (file) to_proto(*file, system_.block_pool_id(), response.mutable_fs());
  return response;
}

}  // namespace mammoth::namenode
