#include <algorithm>
#include <array>

#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

// Those that every NameNode has travel as their ids (Hadoop: SystemErasureCodingPolicies).
const std::array<ErasureCodingPolicyStatus, 5>& system_policies() {
  static constexpr std::uint32_t kCell = 1u << 20;
  static const std::array<ErasureCodingPolicyStatus, 5> policies{{
      {1, "RS-6-3-1024k", "rs", 6, 3, kCell},
      {2, "RS-3-2-1024k", "rs", 3, 2, kCell},
      {3, "RS-LEGACY-6-3-1024k", "rs-legacy", 6, 3, kCell},
      {4, "XOR-2-1-1024k", "xor", 2, 1, kCell},
      {5, "RS-10-4-1024k", "rs", 10, 4, kCell},
  }};
  return policies;
}

ErasureCodingPolicyStatus to_erasure_coding_policy(const pb::ErasureCodingPolicyProto& proto) {
  ErasureCodingPolicyStatus policy;
  policy.id = proto.id();
  const auto* known =
      std::ranges::find(system_policies(), proto.id(), &ErasureCodingPolicyStatus::id);
  if (known != system_policies().end()) policy = *known;
  if (proto.has_schema()) {
    policy.name = proto.name();
    policy.codec = proto.schema().codecname();
    policy.data_units = proto.schema().dataunits();
    policy.parity_units = proto.schema().parityunits();
    policy.cell_bytes = proto.cellsize();
  }
  policy.state = proto.state() == pb::DISABLED  ? ErasureCodingPolicyStatus::State::kDisabled
                 : proto.state() == pb::REMOVED ? ErasureCodingPolicyStatus::State::kRemoved
                                                : ErasureCodingPolicyStatus::State::kEnabled;
  return policy;
}

}  // namespace

ErasureCoding* erasure_coding_of(FileSystem& file_system) {
  return dynamic_cast<ErasureCoding*>(&file_system);
}

Result<void> HdfsFileSystem::set_erasure_coding_policy(const std::string& path,
                                                       const std::string& policy) {
  pb::SetErasureCodingPolicyRequestProto request;
  request.set_src(path);
  if (!policy.empty()) request.set_ecpolicyname(policy);
  TRY(client_->namenode.call<pb::SetErasureCodingPolicyResponseProto>("setErasureCodingPolicy",
                                                                      request));
  return {};
}

Result<void> HdfsFileSystem::unset_erasure_coding_policy(const std::string& path) {
  pb::UnsetErasureCodingPolicyRequestProto request;
  request.set_src(path);
  TRY(client_->namenode.call<pb::UnsetErasureCodingPolicyResponseProto>("unsetErasureCodingPolicy",
                                                                        request));
  return {};
}

Result<std::optional<ErasureCodingPolicyStatus>> HdfsFileSystem::erasure_coding_policy(
    const std::string& path) {
  pb::GetErasureCodingPolicyRequestProto request;
  request.set_src(path);
  const auto answer = TRY(client_->namenode.call<pb::GetErasureCodingPolicyResponseProto>(
      "getErasureCodingPolicy", request));
  if (!answer.has_ecpolicy()) return std::optional<ErasureCodingPolicyStatus>();
  return std::optional(to_erasure_coding_policy(answer.ecpolicy()));
}

Result<std::vector<ErasureCodingPolicyStatus>> HdfsFileSystem::erasure_coding_policies() {
  const auto answer = TRY(client_->namenode.call<pb::GetErasureCodingPoliciesResponseProto>(
      "getErasureCodingPolicies", pb::GetErasureCodingPoliciesRequestProto()));
  std::vector<ErasureCodingPolicyStatus> policies;
  for (const auto& policy : answer.ecpolicies())
    policies.push_back(to_erasure_coding_policy(policy));
  return policies;
}

Result<std::vector<std::pair<std::string, std::string>>> HdfsFileSystem::erasure_coding_codecs() {
  const auto answer = TRY(client_->namenode.call<pb::GetErasureCodingCodecsResponseProto>(
      "getErasureCodingCodecs", pb::GetErasureCodingCodecsRequestProto()));
  std::vector<std::pair<std::string, std::string>> codecs;
  for (const auto& codec : answer.codec()) codecs.emplace_back(codec.codec(), codec.coders());
  return codecs;
}

}  // namespace mammoth::hdfs
