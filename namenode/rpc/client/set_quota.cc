#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

std::optional<QuotaType> to_quota_type(wire::StorageTypeProto type) {
  switch (type) {
    case wire::DISK:
      return QuotaType::kDisk;
    case wire::SSD:
      return QuotaType::kSsd;
    case wire::ARCHIVE:
      return QuotaType::kArchive;
    case wire::PROVIDED:
      return QuotaType::kProvided;
    case wire::NVDIMM:
      return QuotaType::kNvdimm;
    case wire::RAM_DISK:
      break;
  }
  return std::nullopt;
}

}  // namespace

Result<wire::SetQuotaResponseProto> ClientProtocol::set_quota(
    const wire::SetQuotaRequestProto& request, rpc::Call& call) {
  QuotaRequest quota{.names = static_cast<std::int64_t>(request.namespacequota()),
                     .space_bytes = static_cast<std::int64_t>(request.storagespacequota())};
  if (request.has_storagetype()) {
    quota.type = to_quota_type(request.storagetype());
    if (!quota.type)
      return Error{ErrorCode::kIllegalArgument, "Don't support Quota for storage type : RAM_DISK"};
  }
  TRY(held(call, system_.set_quota(caller_of(call), request.path(), quota)));
  return wire::SetQuotaResponseProto();
}

}  // namespace mammoth::namenode
