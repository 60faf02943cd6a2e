#include "namenode/web/webhdfs/json_policy.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_all_storage_policy(const WebOperation& call) {
  http::JsonWriter json;
  json.begin_object().key("BlockStoragePolicies").begin_object();
  json.key("BlockStoragePolicy").begin_array();
  for (const StoragePolicy& policy : storage_policies()) write_json(policy, json);
  call.answer_json(std::move(json.end_array().end_object().end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
