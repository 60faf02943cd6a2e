#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> rename(const WebOperation& call) {
  const auto absolute = TRY(call.parameters.absolute_path("destination"));
  const std::uint32_t options = TRY(call.parameters.word_set(webhdfs::words::kRenameOptions));
  const std::string target =
      absolute ? *absolute : TRY(call.parameters.required_text("destination", call.name));
  if (options == 0) {
    call.answer_boolean(TRY(call.durable(call.system().rename(call.caller, call.path, target))));
    return {};
  }
  TRY(call.durable(call.system().rename2(call.caller, {.source = call.path,
                                                       .target = target,
                                                       .overwrite = (options & 2) != 0,
                                                       .to_trash = (options & 4) != 0})));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
