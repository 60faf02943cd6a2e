// Sends a client to the DataNode that has, or will have, the bytes.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "namenode/web/webhdfs/operation.h"

namespace mammoth::namenode {

// The DataNode of a new file: one on the client's own machine if there is any, else any one.
// kIo where none lives that serves HTTP.
Result<std::shared_ptr<const DatanodeInfo>> choose_datanode(const WebOperation& call);

// One that holds the byte at `offset` (of an existing file's end: at most its last byte), nearest
// to the client first; of an empty file any.
Result<std::shared_ptr<const DatanodeInfo>> choose_datanode_with(const WebOperation& call,
                                                                 std::uint64_t offset_bytes,
                                                                 std::uint64_t length_bytes);

// The length of the file; "File /x not found." for a path that is none.
Result<std::uint64_t> length_of_existing(const WebOperation& call);

// 307 with the request's own parameters, or with noredirect=true 200 and {"Location":"…"}.
// `parameters` follow in the given order, encoded here.
using RedirectParameters = std::vector<std::pair<std::string, std::string>>;
Result<void> redirect(const WebOperation& call, const DatanodeInfo& datanode,
                      const RedirectParameters& parameters);

}  // namespace mammoth::namenode
