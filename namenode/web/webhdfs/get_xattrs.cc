#include "common/webhdfs/xattr_codec.h"
#include "namenode/namespace/xattr.h"
#include "namenode/web/webhdfs/operations.h"
#include "namenode/web/webhdfs/xattr_name.h"

namespace mammoth::namenode::web_ops {

Result<void> get_xattrs(const WebOperation& call) {
  TRY(call.parameters.required_text("encoding", call.name));
  const auto encoding = TRY(call.parameters.word(webhdfs::words::kEncoding));
  const auto codec = static_cast<webhdfs::XAttrCodec>(encoding.value_or(0));
  std::vector<XAttr> names;
  for (const std::string& name : call.parameters.texts("xattr.name"))
    names.push_back(TRY(parse_xattr_name(name)));
  http::JsonWriter json;
  json.begin_object().key("XAttrs").begin_array();
  for (const XAttr& xattr :
       TRY(call.system().get_xattrs(call.caller, call.path, names, "getXAttrs"))) {
    json.begin_object().member("name", prefixed_name(xattr)).key("value");
    if (xattr.value.empty())
      json.null();
    else
      json.value(webhdfs::encode_xattr_value(xattr.value, codec));
    json.end_object();
  }
  call.answer_json(std::move(json.end_array().end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
