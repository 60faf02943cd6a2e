// The file of `hdfs ec -addPolicies` (Hadoop: ECPolicyLoader):
//
//   <configuration>
//     <layoutversion>1</layoutversion>
//     <schemas><schema id="A"><codec>rs</codec><k>3</k><m>2</m></schema></schemas>
//     <policies><policy><schema>A</schema><cellsize>131072</cellsize></policy></policies>
//   </configuration>
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/hdfs/erasure_coding_admin.h"

namespace mammoth::cli {

// kIllegalArgument and kIllegalState stand for the IllegalArgumentException and the
// RuntimeException of Hadoop. Files beyond a mebibyte are refused.
Result<std::vector<hdfs::ErasureCodingPolicy>> read_ec_policies(const std::string& path);

}  // namespace mammoth::cli
