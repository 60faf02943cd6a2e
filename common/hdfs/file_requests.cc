#include "common/hdfs/file_requests.h"

#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "common/protocol/hdfs/client_namenode/leases.pb.h"
#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

Result<bool> recover_lease(NamenodeProxy& namenode, const std::string& path) {
  pb::RecoverLeaseRequestProto request;
  request.set_src(path);
  request.set_clientname(namenode.client_name());
  return TRY(namenode.call<pb::RecoverLeaseResponseProto>("recoverLease", request)).result();
}

Result<bool> is_file_closed(NamenodeProxy& namenode, const std::string& path) {
  pb::IsFileClosedRequestProto request;
  request.set_src(path);
  return TRY(namenode.call<pb::IsFileClosedResponseProto>("isFileClosed", request)).result();
}

Result<void> satisfy_storage_policy(NamenodeProxy& namenode, const std::string& path) {
  pb::SatisfyStoragePolicyRequestProto request;
  request.set_src(path);
  TRY(namenode.call<pb::SatisfyStoragePolicyResponseProto>("satisfyStoragePolicy", request));
  return {};
}

}  // namespace mammoth::hdfs
