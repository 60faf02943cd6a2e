// WebHDFS's JSON turned into the words of common/hdfs (Hadoop: JsonUtilClient). Members that are
// missing are nothing: servers of other versions know fewer.
#pragma once

#include "common/hdfs/attributes.h"
#include "common/hdfs/file_status.h"
#include "common/http/json_value.h"

namespace mammoth::webhdfs_client {

// `path` is the entry's, or that of its directory where the entry names itself by pathSuffix.
hdfs::FileStatus to_file_status(const http::JsonValue& json, const std::string& path);
hdfs::ContentSummary to_content_summary(const http::JsonValue& json);
hdfs::AclStatus to_acl_status(const http::JsonValue& json);
hdfs::StoragePolicy to_storage_policy(const http::JsonValue& json);
hdfs::BlockLocation to_block_location(const http::JsonValue& json);

std::int64_t number_at(const http::JsonValue& json, std::string_view name, std::int64_t otherwise = 0);
bool truth_at(const http::JsonValue& json, std::string_view name);
std::vector<std::string> texts_at(const http::JsonValue& json, std::string_view name);
// The member of that name; kIo where the answer lacks it.
Result<const http::JsonValue*> member_at(const http::JsonValue& json, std::string_view name);

}  // namespace mammoth::webhdfs_client
