// The methods of ClientProtocol about what a file system can do without: the centralised cache,
// encryption zones, erasure coding, events, tokens. Otherwise as client_protocol.h.
#pragma once

#include "common/base/result.h"
#include "common/rpc/call.h"
#include "namenode/rpc/client_protocol_messages.h"

namespace mammoth::rpc {
class Service;
}

namespace mammoth::namenode {

class Namesystem;

namespace wire = hadoop::hdfs;

class ClientFeatures {
 public:
  // `system` must outlive this.
  explicit ClientFeatures(Namesystem& system) : system_(system) {}

  void bind_to(rpc::Service& service);

  // Cache
  Result<wire::AddCacheDirectiveResponseProto> add_cache_directive(
      const wire::AddCacheDirectiveRequestProto& request, rpc::Call& call);
  Result<wire::ModifyCacheDirectiveResponseProto> modify_cache_directive(
      const wire::ModifyCacheDirectiveRequestProto& request, rpc::Call& call);
  Result<wire::RemoveCacheDirectiveResponseProto> remove_cache_directive(
      const wire::RemoveCacheDirectiveRequestProto& request, rpc::Call& call);
  Result<wire::ListCacheDirectivesResponseProto> list_cache_directives(
      const wire::ListCacheDirectivesRequestProto& request, rpc::Call& call);
  Result<wire::AddCachePoolResponseProto> add_cache_pool(
      const wire::AddCachePoolRequestProto& request, rpc::Call& call);
  Result<wire::ModifyCachePoolResponseProto> modify_cache_pool(
      const wire::ModifyCachePoolRequestProto& request, rpc::Call& call);
  Result<wire::RemoveCachePoolResponseProto> remove_cache_pool(
      const wire::RemoveCachePoolRequestProto& request, rpc::Call& call);
  Result<wire::ListCachePoolsResponseProto> list_cache_pools(
      const wire::ListCachePoolsRequestProto& request, rpc::Call& call);

  // Encryption zones
  Result<wire::GetDataEncryptionKeyResponseProto> get_data_encryption_key(
      const wire::GetDataEncryptionKeyRequestProto& request, rpc::Call& call);
  Result<wire::ListEncryptionZonesResponseProto> list_encryption_zones(
      const wire::ListEncryptionZonesRequestProto& request, rpc::Call& call);
  Result<wire::GetEZForPathResponseProto> get_ez_for_path(
      const wire::GetEZForPathRequestProto& request, rpc::Call& call);
  Result<wire::CreateEncryptionZoneResponseProto> create_encryption_zone(
      const wire::CreateEncryptionZoneRequestProto& request, rpc::Call& call);
  Result<wire::ReencryptEncryptionZoneResponseProto> reencrypt_encryption_zone(
      const wire::ReencryptEncryptionZoneRequestProto& request, rpc::Call& call);
  Result<wire::ListReencryptionStatusResponseProto> list_reencryption_status(
      const wire::ListReencryptionStatusRequestProto& request, rpc::Call& call);

  // Erasure coding
  Result<wire::GetErasureCodingPoliciesResponseProto> get_erasure_coding_policies(
      const wire::GetErasureCodingPoliciesRequestProto& request, rpc::Call& call);
  Result<wire::GetErasureCodingPolicyResponseProto> get_erasure_coding_policy(
      const wire::GetErasureCodingPolicyRequestProto& request, rpc::Call& call);
  Result<wire::SetErasureCodingPolicyResponseProto> set_erasure_coding_policy(
      const wire::SetErasureCodingPolicyRequestProto& request, rpc::Call& call);
  Result<wire::UnsetErasureCodingPolicyResponseProto> unset_erasure_coding_policy(
      const wire::UnsetErasureCodingPolicyRequestProto& request, rpc::Call& call);
  Result<wire::GetECTopologyResultForPoliciesResponseProto> get_ec_topology_result_for_policies(
      const wire::GetECTopologyResultForPoliciesRequestProto& request, rpc::Call& call);
  Result<wire::AddErasureCodingPoliciesResponseProto> add_erasure_coding_policies(
      const wire::AddErasureCodingPoliciesRequestProto& request, rpc::Call& call);
  Result<wire::RemoveErasureCodingPolicyResponseProto> remove_erasure_coding_policy(
      const wire::RemoveErasureCodingPolicyRequestProto& request, rpc::Call& call);
  Result<wire::EnableErasureCodingPolicyResponseProto> enable_erasure_coding_policy(
      const wire::EnableErasureCodingPolicyRequestProto& request, rpc::Call& call);
  Result<wire::DisableErasureCodingPolicyResponseProto> disable_erasure_coding_policy(
      const wire::DisableErasureCodingPolicyRequestProto& request, rpc::Call& call);
  Result<wire::GetErasureCodingCodecsResponseProto> get_erasure_coding_codecs(
      const wire::GetErasureCodingCodecsRequestProto& request, rpc::Call& call);

  // Inotify
  Result<wire::GetCurrentEditLogTxidResponseProto> get_current_edit_log_txid(
      const wire::GetCurrentEditLogTxidRequestProto& request, rpc::Call& call);
  Result<wire::GetEditsFromTxidResponseProto> get_edits_from_txid(
      const wire::GetEditsFromTxidRequestProto& request, rpc::Call& call);

  // Security
  Result<hadoop::common::GetDelegationTokenResponseProto> get_delegation_token(
      const hadoop::common::GetDelegationTokenRequestProto& request, rpc::Call& call);
  Result<hadoop::common::RenewDelegationTokenResponseProto> renew_delegation_token(
      const hadoop::common::RenewDelegationTokenRequestProto& request, rpc::Call& call);
  Result<hadoop::common::CancelDelegationTokenResponseProto> cancel_delegation_token(
      const hadoop::common::CancelDelegationTokenRequestProto& request, rpc::Call& call);

 private:
  Namesystem& system_;
};

}  // namespace mammoth::namenode
