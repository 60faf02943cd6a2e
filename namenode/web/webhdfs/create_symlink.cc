#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> create_symlink(const WebOperation& call) {
  const std::string target = TRY(call.parameters.required_text("destination", call.name));
  const bool create_parent = TRY(call.parameters.boolean("createparent")).value_or(true);
  TRY(call.durable(call.system().create_symlink(
      call.caller,
      {.target = target, .link = call.path, .parent_mode = 0755, .create_parent = create_parent})));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
