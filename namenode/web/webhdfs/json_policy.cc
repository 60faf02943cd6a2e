#include "namenode/web/webhdfs/json_policy.h"

#include "namenode/blocks/block_text.h"
#include "namenode/web/webhdfs/json_status.h"

namespace mammoth::namenode {

void write_json(const StoragePolicy& policy, http::JsonWriter& json) {
  const auto list = [&](std::string_view name, const std::vector<StorageType>& types) {
    json.key(name).begin_array();
    for (const StorageType type : types) json.value(storage_type_name(type));
    json.end_array();
  };
  json.begin_object().member("copyOnCreateFile", policy.copy_on_create_file);
  list("creationFallbacks", policy.creation_fallbacks);
  json.member("id", policy.id).member("name", policy.name);
  list("replicationFallbacks", policy.replication_fallbacks);
  list("storageTypes", policy.storage_types);
  json.end_object();
}

}  // namespace mammoth::namenode
