// A storage policy in JSON (Hadoop: JsonUtil.toJsonMap(BlockStoragePolicy)).
#pragma once

#include "common/http/json.h"
#include "namenode/blocks/storage_policy.h"

namespace mammoth::namenode {

void write_json(const StoragePolicy& policy, http::JsonWriter& json);

}  // namespace mammoth::namenode
