#include "namenode/namespace/xattr.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

// The names are JSON in a string in JSON.
Result<void> list_xattrs(const WebOperation& call) {
  http::JsonWriter names;
  names.begin_array();
  for (const XAttr& xattr : TRY(call.system().get_xattrs(call.caller, call.path, {}, "listXAttrs")))
    names.value(prefixed_name(xattr));
  names.end_array();
  http::JsonWriter json;
  json.begin_object().member("XAttrNames", names.text()).end_object();
  call.answer_json(std::move(json));
  return {};
}

}  // namespace mammoth::namenode::web_ops
