// Values of extended attributes as text (Hadoop: XAttrCodec). Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::webhdfs {

enum class XAttrCodec { kText, kHex, kBase64 };  // in the order of words::kEncoding

// "\"text\"", "0x7465", "0sdGU=".
std::string encode_xattr_value(std::string_view value, XAttrCodec codec);

// The same forms, and text without quotation marks. kIo, in Hadoop's words, for what is no
// hexadecimal number; what is no base64 in base64 is passed over, as there.
Result<std::string> decode_xattr_value(std::string_view text);

}  // namespace mammoth::webhdfs
