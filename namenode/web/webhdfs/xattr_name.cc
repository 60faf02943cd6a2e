#include "namenode/web/webhdfs/xattr_name.h"

#include <array>
#include <string>

namespace mammoth::namenode {

namespace {

// In the order of XAttrNamespace.
constexpr std::array<std::string_view, 5> kNamespaces = {"user", "trusted", "security", "system",
                                                         "raw"};

}  // namespace

Result<XAttr> parse_xattr_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot != std::string_view::npos && dot >= 3 && dot + 1 == name.size())
    return Error{ErrorCode::kHadoopIllegalArgument, "XAttr name cannot be empty."};
  std::string prefix(name.substr(0, dot == std::string_view::npos ? 0 : dot));
  for (char& c : prefix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (std::size_t i = 0; i < kNamespaces.size(); ++i)
    if (prefix == kNamespaces[i])
      return XAttr{.name_space = static_cast<XAttrNamespace>(i),
                   .name = std::string(name.substr(dot + 1)),
                   .value = {}};
  return Error{ErrorCode::kHadoopIllegalArgument,
               "An XAttr name must be prefixed with user/trusted/security/system/raw, followed by "
               "a '.'"};
}

}  // namespace mammoth::namenode
