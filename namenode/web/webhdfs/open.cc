#include <fmt/format.h>

#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/redirect.h"

namespace mammoth::namenode::web_ops {

Result<void> open(const WebOperation& call) {
  const auto offset = TRY(call.parameters.number(webhdfs::numbers::kOffset)).value_or(0);
  const auto length = TRY(call.parameters.number(webhdfs::numbers::kLength));
  const auto buffer_size = TRY(call.parameters.number(webhdfs::numbers::kBufferSize));
  const std::uint64_t file_length = TRY(length_of_existing(call));
  if (static_cast<std::uint64_t>(offset) >= file_length && file_length > 0)
    return Error{ErrorCode::kIo, fmt::format("Offset={} out of the range [0, {}); OPEN, path={}",
                                             offset, file_length, call.path)};
  const auto node =
      TRY(choose_datanode_with(call, static_cast<std::uint64_t>(offset), file_length));
  RedirectParameters parameters;
  if (buffer_size) parameters.emplace_back("buffersize", std::to_string(*buffer_size));
  if (length) parameters.emplace_back("length", std::to_string(*length));
  parameters.emplace_back("offset", std::to_string(offset));
  return redirect(call, *node, parameters);
}

}  // namespace mammoth::namenode::web_ops
