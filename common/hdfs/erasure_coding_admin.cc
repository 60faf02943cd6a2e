#include "common/hdfs/erasure_coding_admin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

struct BuiltInPolicy {
  std::uint32_t id;
  const char* codec;
  std::uint32_t data_units;
  std::uint32_t parity_units;
};

// They travel as their ids (Hadoop: SystemErasureCodingPolicies).
constexpr std::array kBuiltInPolicies{BuiltInPolicy{1, "rs", 6, 3}, BuiltInPolicy{2, "rs", 3, 2},
                                      BuiltInPolicy{3, "rs-legacy", 6, 3},
                                      BuiltInPolicy{4, "xor", 2, 1}, BuiltInPolicy{5, "rs", 10, 4}};
constexpr std::uint32_t kCellBytes = 1024 * 1024;

ErasureCodingPolicy to_policy(const pb::ErasureCodingPolicyProto& proto) {
  const auto* built_in = std::ranges::find(kBuiltInPolicies, proto.id(), &BuiltInPolicy::id);
  ErasureCodingPolicy policy;
  if (built_in != kBuiltInPolicies.end()) {
    policy.codec = built_in->codec;
    policy.data_units = built_in->data_units;
    policy.parity_units = built_in->parity_units;
    policy.cell_bytes = kCellBytes;
    policy.name = policy.composed_name();
    return policy;
  }
  policy.codec = proto.schema().codecname();
  policy.data_units = proto.schema().dataunits();
  policy.parity_units = proto.schema().parityunits();
  for (const auto& option : proto.schema().options()) policy.options[option.key()] = option.value();
  policy.cell_bytes = proto.cellsize();
  policy.name = proto.name();
  return policy;
}

void to_proto(const ErasureCodingPolicy& policy, pb::ErasureCodingPolicyProto& proto) {
  constexpr std::uint32_t kNoIdYet = 255;  // -1 as a byte
  proto.set_id(kNoIdYet);
  proto.set_name(policy.name);
  proto.set_cellsize(policy.cell_bytes);
  auto& schema = *proto.mutable_schema();
  schema.set_codecname(policy.codec);
  schema.set_dataunits(policy.data_units);
  schema.set_parityunits(policy.parity_units);
  for (const auto& [key, value] : policy.options) {
    auto* option = schema.add_options();
    option->set_key(key);
    option->set_value(value);
  }
}

std::string state_text(pb::ErasureCodingPolicyState state) {
  return pb::ErasureCodingPolicyState_Name(state);
}

}  // namespace

std::string ErasureCodingPolicy::composed_name() const {
  std::string upper = codec;
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return fmt::format("{}-{}-{}-{}k", upper, data_units, parity_units, cell_bytes / 1024);
}

Result<std::vector<ErasureCodingPolicyInfo>> ErasureCodingAdmin::policies() {
  const auto answer = TRY(namenode_->call<pb::GetErasureCodingPoliciesResponseProto>(
      "getErasureCodingPolicies", pb::GetErasureCodingPoliciesRequestProto()));
  std::vector<ErasureCodingPolicyInfo> policies;
  for (const auto& policy : answer.ecpolicies())
    policies.push_back({to_policy(policy), policy.id(), state_text(policy.state())});
  return policies;
}

Result<std::map<std::string, std::string>> ErasureCodingAdmin::codecs() {
  const auto answer = TRY(namenode_->call<pb::GetErasureCodingCodecsResponseProto>(
      "getErasureCodingCodecs", pb::GetErasureCodingCodecsRequestProto()));
  std::map<std::string, std::string> codecs;
  for (const auto& codec : answer.codec()) codecs[codec.codec()] = codec.coders();
  return codecs;
}

Result<std::vector<AddedErasureCodingPolicy>> ErasureCodingAdmin::add(
    const std::vector<ErasureCodingPolicy>& policies) {
  pb::AddErasureCodingPoliciesRequestProto request;
  for (const auto& policy : policies) to_proto(policy, *request.add_ecpolicies());
  const auto answer = TRY(namenode_->call<pb::AddErasureCodingPoliciesResponseProto>(
      "addErasureCodingPolicies", request));
  std::vector<AddedErasureCodingPolicy> outcomes;
  for (const auto& outcome : answer.responses()) {
    AddedErasureCodingPolicy added{.name = to_policy(outcome.policy()).name};
    if (!outcome.succeed()) added.refusal = outcome.errormsg();
    outcomes.push_back(std::move(added));
  }
  return outcomes;
}

Result<void> ErasureCodingAdmin::remove(const std::string& policy) {
  pb::RemoveErasureCodingPolicyRequestProto request;
  request.set_ecpolicyname(policy);
  TRY(namenode_->call<pb::RemoveErasureCodingPolicyResponseProto>("removeErasureCodingPolicy",
                                                                  request));
  return {};
}

Result<void> ErasureCodingAdmin::enable(const std::string& policy) {
  pb::EnableErasureCodingPolicyRequestProto request;
  request.set_ecpolicyname(policy);
  TRY(namenode_->call<pb::EnableErasureCodingPolicyResponseProto>("enableErasureCodingPolicy",
                                                                  request));
  return {};
}

Result<void> ErasureCodingAdmin::disable(const std::string& policy) {
  pb::DisableErasureCodingPolicyRequestProto request;
  request.set_ecpolicyname(policy);
  TRY(namenode_->call<pb::DisableErasureCodingPolicyResponseProto>("disableErasureCodingPolicy",
                                                                   request));
  return {};
}

Result<std::optional<std::string>> ErasureCodingAdmin::policy_of(const std::string& path) {
  pb::GetErasureCodingPolicyRequestProto request;
  request.set_src(path);
  const auto answer = TRY(
      namenode_->call<pb::GetErasureCodingPolicyResponseProto>("getErasureCodingPolicy", request));
  if (!answer.has_ecpolicy()) return std::optional<std::string>();
  return std::optional(to_policy(answer.ecpolicy()).name);
}

Result<void> ErasureCodingAdmin::set_policy(const std::string& path,
                                            const std::optional<std::string>& policy) {
  pb::SetErasureCodingPolicyRequestProto request;
  request.set_src(path);
  if (policy) request.set_ecpolicyname(*policy);
  TRY(namenode_->call<pb::SetErasureCodingPolicyResponseProto>("setErasureCodingPolicy", request));
  return {};
}

Result<void> ErasureCodingAdmin::unset_policy(const std::string& path) {
  pb::UnsetErasureCodingPolicyRequestProto request;
  request.set_src(path);
  TRY(namenode_->call<pb::UnsetErasureCodingPolicyResponseProto>("unsetErasureCodingPolicy",
                                                                 request));
  return {};
}

Result<ErasureCodingSetup> ErasureCodingAdmin::verify(const std::vector<std::string>& policies) {
  pb::GetECTopologyResultForPoliciesRequestProto request;
  for (const std::string& policy : policies) request.add_policies(policy);
  const auto answer = TRY(namenode_->call<pb::GetECTopologyResultForPoliciesResponseProto>(
      "getECTopologyResultForPolicies", request));
  return ErasureCodingSetup{answer.response().issupported(), answer.response().resultmessage()};
}

}  // namespace mammoth::hdfs
