#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

std::vector<std::string> names_of(const pb::StorageTypesProto& types) {
  std::vector<std::string> names;
  for (const int type : types.storagetypes())
    names.push_back(pb::StorageTypeProto_Name(static_cast<pb::StorageTypeProto>(type)));
  return names;
}

}  // namespace

Result<std::vector<StoragePolicy>> HdfsFileSystem::storage_policies() {
  const auto answer = TRY(client_->namenode.call<pb::GetStoragePoliciesResponseProto>(
      "getStoragePolicies", pb::GetStoragePoliciesRequestProto()));
  std::vector<StoragePolicy> policies;
  for (const auto& policy : answer.policies())
    policies.push_back({.id = policy.policyid(),
                        .name = policy.name(),
                        .storage_types = names_of(policy.creationpolicy()),
                        .creation_fallbacks = names_of(policy.creationfallbackpolicy()),
                        .replication_fallbacks = names_of(policy.replicationfallbackpolicy())});
  return policies;
}

Result<void> HdfsFileSystem::set_storage_policy(const std::string& path,
                                                const std::string& policy) {
  pb::SetStoragePolicyRequestProto request;
  request.set_src(path);
  request.set_policyname(policy);
  TRY(client_->namenode.call<pb::SetStoragePolicyResponseProto>("setStoragePolicy", request));
  return {};
}

Result<void> HdfsFileSystem::unset_storage_policy(const std::string& path) {
  pb::UnsetStoragePolicyRequestProto request;
  request.set_src(path);
  TRY(client_->namenode.call<pb::UnsetStoragePolicyResponseProto>("unsetStoragePolicy", request));
  return {};
}

Result<void> HdfsFileSystem::satisfy_storage_policy(const std::string& path) {
  pb::SatisfyStoragePolicyRequestProto request;
  request.set_src(path);
  TRY(client_->namenode.call<pb::SatisfyStoragePolicyResponseProto>("satisfyStoragePolicy",
                                                                    request));
  return {};
}

}  // namespace mammoth::hdfs
