#include "namenode/web/webhdfs/ec_policies.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

void write(const EcPolicy& policy, http::JsonWriter& json) {
  json.begin_object().member("state", "DISABLED").key("policy").begin_object();
  json.member("name", policy.name).key("schema").begin_object();
  json.member("codecName", policy.codec).member("numDataUnits", policy.data_units);
  json.member("numParityUnits", policy.parity_units).key("extraOptions").begin_object();
  json.end_object().end_object().member("cellSize", kEcCellBytes).member("id", policy.id);
  json.member("replicationPolicy", false).member("numDataUnits", policy.data_units);
  json.member("numParityUnits", policy.parity_units).member("codecName", policy.codec);
  json.member("systemPolicy", true).end_object().end_object();
}

}  // namespace

Result<void> get_ec_policies(const WebOperation& call) {
  http::JsonWriter json;
  json.begin_object().key("ErasureCodingPolicies").begin_object();
  json.key("ErasureCodingPolicyInfo").begin_array();
  for (const EcPolicy& policy : kEcPolicies) write(policy, json);
  call.answer_json(std::move(json.end_array().end_object().end_object()));
  return {};
}

// There is none.
Result<void> get_ec_codecs(const WebOperation& call) {
  call.answer_json("{\"ErasureCodingCodecs\":{}}");
  return {};
}

}  // namespace mammoth::namenode::web_ops
