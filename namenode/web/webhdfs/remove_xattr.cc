#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/xattr_name.h"

namespace mammoth::namenode::web_ops {

Result<void> remove_xattr(const WebOperation& call) {
  const std::string given = TRY(call.parameters.required_text("xattr.name", call.name));
  const XAttr name = TRY(parse_xattr_name(given));
  TRY(call.durable(call.system().remove_xattr(call.caller, call.path, name)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
