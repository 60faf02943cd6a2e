#include "common/protocol/hdfs/client_namenode/lookup.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetListingResponseProto> ClientProtocol::get_listing(
    const wire::GetListingRequestProto& request, rpc::Call& call) {
  const auto page = TRY(system_.get_listing(caller_of(call), request.src(), request.startafter(),
                                            request.needlocation()));
  wire::GetListingResponseProto response;
  if (!page) return response;
  auto* list = response.mutable_dirlist();
  list->set_remainingentries(static_cast<std::uint32_t>(page->remaining_entries));
  for (const FileStatus& entry : page->entries)
    to_proto(entry, system_.block_pool_id(), list->add_partiallisting());
  return response;
}

}  // namespace mammoth::namenode
