// Names of extended attributes in requests (Hadoop: XAttrHelper.buildXAttr).
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

// "user.a". kHadoopIllegalArgument for a name without one of the namespaces, and for an empty one.
Result<XAttr> parse_xattr_name(std::string_view name);

}  // namespace mammoth::namenode
