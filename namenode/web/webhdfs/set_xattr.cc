#include "common/webhdfs/xattr_codec.h"
#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/xattr_name.h"

namespace mammoth::namenode::web_ops {

Result<void> set_xattr(const WebOperation& call) {
  const std::string name = TRY(call.parameters.required_text("xattr.name", call.name));
  TRY(call.parameters.required_text("flag", call.name));
  const std::uint32_t flags = TRY(call.parameters.word_set(webhdfs::words::kXAttrFlags));
  XAttr xattr = TRY(parse_xattr_name(name));
  const auto value = call.parameters.text("xattr.value");
  if (value) xattr.value = TRY(webhdfs::decode_xattr_value(*value));
  TRY(call.durable(
      call.system().set_xattr(call.caller, call.path, xattr, value.has_value(),
                              {.create = (flags & 1) != 0, .replace = (flags & 2) != 0})));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
