#include "common/protocol/hdfs/client_namenode/leases.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListOpenFilesResponseProto> ClientProtocol::list_open_files(
    const wire::ListOpenFilesRequestProto& request, rpc::Call& call) {
  // Only files that block a decommissioning are asked for: no datanode is being decommissioned by
  // waiting for open files, so there are none.
  bool all = request.types().empty();
  for (const int type : request.types()) all = all || type == wire::ALL_OPEN_FILES;
  const std::string path = request.path().empty() ? "/" : request.path();
  OpenFilePage page = TRY(system_.list_open_files(caller_of(call), InodeId(request.id()), path));
  if (!all) page = {};
  wire::ListOpenFilesResponseProto response;
  response.set_hasmore(page.has_more);
  *response.mutable_types() = request.types();
  for (const OpenFileEntry& file : page.entries) {
    auto* entry = response.add_entries();
    entry->set_id(static_cast<std::int64_t>(file.id.value()));
    entry->set_path(file.path);
    entry->set_clientname(file.holder);
    entry->set_clientmachine(file.client_machine);
  }
  return response;
}

}  // namespace mammoth::namenode
