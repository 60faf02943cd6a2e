#include <fmt/format.h>

#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/redirect.h"

namespace mammoth::namenode::web_ops {

// Whether the file may be made is the DataNode's to find out.
Result<void> create(const WebOperation& call) {
  const auto& given = call.parameters;
  const auto block_size = TRY(given.number(webhdfs::numbers::kBlockSize));
  const auto buffer_size = TRY(given.number(webhdfs::numbers::kBufferSize));
  const bool create_parent = TRY(given.boolean("createparent")).value_or(true);
  const bool overwrite = TRY(given.boolean("overwrite")).value_or(false);
  const auto permission = TRY(given.number(webhdfs::numbers::kPermission));
  const auto replication = TRY(given.number(webhdfs::numbers::kReplication));
  const auto unmasked = TRY(given.number(webhdfs::numbers::kUnmaskedPermission));
  const auto node = TRY(choose_datanode(call));
  RedirectParameters parameters;
  if (block_size) parameters.emplace_back("blocksize", std::to_string(*block_size));
  if (buffer_size) parameters.emplace_back("buffersize", std::to_string(*buffer_size));
  parameters.emplace_back("createflag", given.text("createflag").value_or(""));
  parameters.emplace_back("createparent", create_parent ? "true" : "false");
  parameters.emplace_back("overwrite", overwrite ? "true" : "false");
  if (permission) parameters.emplace_back("permission", fmt::format("{:o}", *permission));
  if (replication) parameters.emplace_back("replication", std::to_string(*replication));
  if (unmasked) parameters.emplace_back("unmaskedpermission", fmt::format("{:o}", *unmasked));
  return redirect(call, *node, parameters);
}

}  // namespace mammoth::namenode::web_ops
