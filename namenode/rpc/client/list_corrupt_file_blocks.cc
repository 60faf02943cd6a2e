#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListCorruptFileBlocksResponseProto> ClientProtocol::list_corrupt_file_blocks(
    const wire::ListCorruptFileBlocksRequestProto& request, rpc::Call& call) {
  const CorruptFilePage page =
      TRY(system_.list_corrupt_file_blocks(caller_of(call), request.path(), request.cookie()));
  wire::ListCorruptFileBlocksResponseProto response;
  auto* corrupt = response.mutable_corrupt();
  for (const std::string& path : page.paths) corrupt->add_files(path);
  corrupt->set_cookie(page.cookie);
  return response;
}

}  // namespace mammoth::namenode
