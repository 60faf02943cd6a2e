#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/redirect.h"

namespace mammoth::namenode::web_ops {

Result<void> append(const WebOperation& call) {
  const auto buffer_size = TRY(call.parameters.number(webhdfs::numbers::kBufferSize));
  const std::uint64_t length = TRY(length_of_existing(call));
  const auto node = TRY(choose_datanode_with(call, length == 0 ? 0 : length - 1, length));
  RedirectParameters parameters;
  if (buffer_size) parameters.emplace_back("buffersize", std::to_string(*buffer_size));
  return redirect(call, *node, parameters);
}

}  // namespace mammoth::namenode::web_ops
