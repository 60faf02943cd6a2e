#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/redirect.h"

namespace mammoth::namenode::web_ops {

Result<void> get_file_checksum(const WebOperation& call) {
  const std::uint64_t length = TRY(length_of_existing(call));
  const auto node = TRY(choose_datanode_with(call, length == 0 ? 0 : length - 1, length));
  return redirect(call, *node, {});
}

}  // namespace mammoth::namenode::web_ops
