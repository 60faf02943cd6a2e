#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> set_times(const WebOperation& call) {
  const auto modified = TRY(call.parameters.number(webhdfs::numbers::kModificationTime));
  const auto accessed = TRY(call.parameters.number(webhdfs::numbers::kAccessTime));
  TRY(call.durable(call.system().set_times(call.caller, call.path, modified.value_or(-1),
                                           accessed.value_or(-1))));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
