#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CreateResponseProto> ClientProtocol::create(const wire::CreateRequestProto& request,
                                                         rpc::Call& call) {
  const std::uint32_t flags = request.createflag();
  const CreateFile file{
      .path = request.src(),
      .mode = to_mode(request.masked()),
      .unmasked =
          request.has_unmasked() ? std::optional(to_mode(request.unmasked())) : std::nullopt,
      .client_name = request.clientname(),
      .create = (flags & wire::CREATE) != 0,
      .overwrite = (flags & wire::OVERWRITE) != 0,
      .should_replicate = (flags & wire::SHOULD_REPLICATE) != 0,
      .create_parent = request.createparent(),
      .replication = request.replication(),
      .block_size_bytes = request.blocksize(),
      .erasure_coding_policy = request.ecpolicyname(),
      .storage_policy =
          (flags & wire::LAZY_PERSIST) != 0 ? "LAZY_PERSIST" : request.storagepolicy(),
  };
  const FileStatus status = TRY(held(call, system_.create(caller_of(call), file)));
  wire::CreateResponseProto response;
  to_proto(status, system_.block_pool_id(), response.mutable_fs());
  return response;
}

}  // namespace mammoth::namenode
