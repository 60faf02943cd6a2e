#include "namenode/rpc/convert_policy.h"

namespace mammoth::namenode {

namespace {

void add_types(const std::vector<StorageType>& types, wire::StorageTypesProto* proto) {
  for (const StorageType type : types) proto->add_storagetypes(to_proto(type));
}

}  // namespace

void to_proto(const StoragePolicy& policy, wire::BlockStoragePolicyProto* proto) {
  proto->set_policyid(policy.id);
  proto->set_name(std::string(policy.name));
  add_types(policy.storage_types, proto->mutable_creationpolicy());
  if (!policy.creation_fallbacks.empty())
    add_types(policy.creation_fallbacks, proto->mutable_creationfallbackpolicy());
  if (!policy.replication_fallbacks.empty())
    add_types(policy.replication_fallbacks, proto->mutable_replicationfallbackpolicy());
}

}  // namespace mammoth::namenode
