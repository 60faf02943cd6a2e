#include "namenode/rpc/client_features.h"

#include "common/protocol/hdfs/client_namenode_protocol.pb.h"
#include "common/rpc/service.h"

namespace mammoth::namenode {

using enum rpc::Retry;

void ClientFeatures::bind_to(rpc::Service& service) {
  // cache
  service.bind("addCacheDirective", kAtMostOnce, *this, &ClientFeatures::add_cache_directive);
  service.bind("modifyCacheDirective", kAtMostOnce, *this, &ClientFeatures::modify_cache_directive);
  service.bind("removeCacheDirective", kAtMostOnce, *this, &ClientFeatures::remove_cache_directive);
  service.bind("listCacheDirectives", kIdempotent, *this, &ClientFeatures::list_cache_directives);
  service.bind("addCachePool", kAtMostOnce, *this, &ClientFeatures::add_cache_pool);
  service.bind("modifyCachePool", kAtMostOnce, *this, &ClientFeatures::modify_cache_pool);
  service.bind("removeCachePool", kAtMostOnce, *this, &ClientFeatures::remove_cache_pool);
  service.bind("listCachePools", kIdempotent, *this, &ClientFeatures::list_cache_pools);
  // encryption zones
  service.bind("createEncryptionZone", kAtMostOnce, *this, &ClientFeatures::create_encryption_zone);
  service.bind("reencryptEncryptionZone", kAtMostOnce, *this,
               &ClientFeatures::reencrypt_encryption_zone);
  service.bind("listReencryptionStatus", kIdempotent, *this,
               &ClientFeatures::list_reencryption_status);
  service.bind("getDataEncryptionKey", kIdempotent, *this,
               &ClientFeatures::get_data_encryption_key);
  service.bind("listEncryptionZones", kIdempotent, *this, &ClientFeatures::list_encryption_zones);
  service.bind("getEZForPath", kIdempotent, *this, &ClientFeatures::get_ez_for_path);
  // erasure coding
  service.bind("setErasureCodingPolicy", kAtMostOnce, *this,
               &ClientFeatures::set_erasure_coding_policy);
  service.bind("unsetErasureCodingPolicy", kAtMostOnce, *this,
               &ClientFeatures::unset_erasure_coding_policy);
  service.bind("getECTopologyResultForPolicies", kIdempotent, *this,
               &ClientFeatures::get_ec_topology_result_for_policies);
  service.bind("addErasureCodingPolicies", kAtMostOnce, *this,
               &ClientFeatures::add_erasure_coding_policies);
  service.bind("removeErasureCodingPolicy", kAtMostOnce, *this,
               &ClientFeatures::remove_erasure_coding_policy);
  service.bind("enableErasureCodingPolicy", kAtMostOnce, *this,
               &ClientFeatures::enable_erasure_coding_policy);
  service.bind("disableErasureCodingPolicy", kAtMostOnce, *this,
               &ClientFeatures::disable_erasure_coding_policy);
  service.bind("getErasureCodingCodecs", kIdempotent, *this,
               &ClientFeatures::get_erasure_coding_codecs);
  service.bind("getErasureCodingPolicies", kIdempotent, *this,
               &ClientFeatures::get_erasure_coding_policies);
  service.bind("getErasureCodingPolicy", kIdempotent, *this,
               &ClientFeatures::get_erasure_coding_policy);
  // inotify
  service.bind("getEditsFromTxid", kIdempotent, *this, &ClientFeatures::get_edits_from_txid);
  service.bind("getCurrentEditLogTxid", kIdempotent, *this,
               &ClientFeatures::get_current_edit_log_txid);
  // security
  service.bind("renewDelegationToken", kIdempotent, *this, &ClientFeatures::renew_delegation_token);
  service.bind("cancelDelegationToken", kIdempotent, *this,
               &ClientFeatures::cancel_delegation_token);
  service.bind("getDelegationToken", kIdempotent, *this, &ClientFeatures::get_delegation_token);
}

}  // namespace mammoth::namenode
