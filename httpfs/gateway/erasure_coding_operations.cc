#include "common/hdfs/erasure_coding.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

Result<hdfs::ErasureCoding*> erasure_coding(const Call& call) {
  if (hdfs::ErasureCoding* found = hdfs::erasure_coding_of(call.files)) return found;
  return Error{ErrorCode::kUnsupportedOperation, "the file system has no erasure coding"};
}

std::string_view state_name(hdfs::ErasureCodingPolicyStatus::State state) {
  using State = hdfs::ErasureCodingPolicyStatus::State;
  return state == State::kEnabled ? "ENABLED" : state == State::kRemoved ? "REMOVED" : "DISABLED";
}

void write_policy(const hdfs::ErasureCodingPolicyStatus& policy, http::JsonWriter& json) {
  json.begin_object().member("state", state_name(policy.state)).key("policy").begin_object();
  json.member("name", policy.name).key("schema").begin_object();
  json.member("codecName", policy.codec).member("numDataUnits", policy.data_units);
  json.member("numParityUnits", policy.parity_units).key("extraOptions").begin_object();
  json.end_object().end_object().member("cellSize", policy.cell_bytes).member("id", policy.id);
  json.member("replicationPolicy", false).member("numDataUnits", policy.data_units);
  json.member("numParityUnits", policy.parity_units).member("codecName", policy.codec);
  json.member("systemPolicy", true).end_object().end_object();
}

}  // namespace

Result<void> get_ec_policy(const Call& call) {
  auto* const source = TRY(erasure_coding(call));
  const auto policy = TRY(source->erasure_coding_policy(call.path));
  http::JsonWriter json;
  if (policy) {
    json.begin_object().member("name", policy->name).member("cellSize", policy->cell_bytes);
    json.member("numDataUnits", policy->data_units);
    json.member("numParityUnits", policy->parity_units).member("codecName", policy->codec);
    json.member("id", policy->id).key("extraOptions").begin_object().end_object().end_object();
  } else {
    json.null();
  }
  call.answer_plain_json(json);
  return {};
}

Result<void> get_ec_policies(const Call& call) {
  auto* const source = TRY(erasure_coding(call));
  http::JsonWriter json;
  json.begin_object().key("ErasureCodingPolicies").begin_object();
  json.key("ErasureCodingPolicyInfo").begin_array();
  for (const hdfs::ErasureCodingPolicyStatus& policy : TRY(source->erasure_coding_policies()))
    write_policy(policy, json);
  call.answer_plain_json(json.end_array().end_object().end_object());
  return {};
}

Result<void> get_ec_codecs(const Call& call) {
  auto* const source = TRY(erasure_coding(call));
  http::JsonWriter json;
  json.begin_object().key("ErasureCodingCodecs").begin_object();
  for (const auto& [codec, coders] : TRY(source->erasure_coding_codecs()))
    json.member(codec, coders);
  call.answer_json(json.end_object().end_object());
  return {};
}

Result<void> set_ec_policy(const Call& call) {
  auto* const source = TRY(erasure_coding(call));
  TRY(source->set_erasure_coding_policy(call.path, call.given.text("ecpolicy").value_or("")));
  call.answer_nothing();
  return {};
}

Result<void> unset_ec_policy(const Call& call) {
  auto* const source = TRY(erasure_coding(call));
  TRY(source->unset_erasure_coding_policy(call.path));
  call.answer_nothing();
  return {};
}

Result<void> satisfy_storage_policy(const Call& call) {
  TRY(call.files.satisfy_storage_policy(call.path));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::httpfs::ops
