#include "namenode/web/webhdfs/json_policy.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_storage_policy(const WebOperation& call) {
  const StoragePolicy* policy = TRY(call.system().get_storage_policy(call.caller, call.path));
  http::JsonWriter json;
  json.begin_object().key("BlockStoragePolicy");
  write_json(*policy, json);
  call.answer_json(std::move(json.end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
