#include "datanode/web/webhdfs/operations.h"

namespace mammoth::datanode::web_ops {

Result<void> append(const WebOperation& call) {
  TRY(call.parameters.number(webhdfs::numbers::kBufferSize));
  const auto writer = TRY(call.files.append(call.path));
  TRY(receive(call.exchange, *writer));
  call.exchange.respond({});
  return {};
}

}  // namespace mammoth::datanode::web_ops
