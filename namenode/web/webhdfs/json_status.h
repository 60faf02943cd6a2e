// Answers of the namespace in JSON, member by member as Hadoop's JsonUtil writes them: in the order
// of their names.
#pragma once

#include "common/http/json.h"
#include "namenode/system/file_status.h"

namespace mammoth::namenode {

void write_json(const InodeStatus& status, http::JsonWriter& json);
void write_json(const LocatedFile& file, std::string_view block_pool_id, http::JsonWriter& json);

}  // namespace mammoth::namenode
