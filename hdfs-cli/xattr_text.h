// Values of extended attributes as text, and the order in which Hadoop's shell shows them (Hadoop:
// XAttrCodec).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/hdfs/attributes.h"

namespace mammoth::cli {

enum class XAttrEncoding { kText, kHex, kBase64 };
std::optional<XAttrEncoding> parse_xattr_encoding(std::string_view name);

std::string encode_xattr(std::string_view value, XAttrEncoding encoding);
// "text", 0x7465, 0sdGU=, or the text itself. kIo: no hexadecimal digits.
Result<std::string> decode_xattr(std::string_view text);

// As a Java HashMap with these names as keys, filled in this order, hands them out.
void order_as_hash_map(std::vector<hdfs::XAttr>& xattrs);

}  // namespace mammoth::cli
