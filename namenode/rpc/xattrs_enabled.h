// The switch of extended attributes, dfs.namenode.xattrs.enabled (Hadoop:
// FSDirXAttrOp.checkXAttrsConfigFlag).
#pragma once

#include "common/base/result.h"
#include "namenode/system/namesystem_options.h"

namespace mammoth::namenode {

inline Result<void> check_xattrs_enabled(const NamesystemOptions& options) {
  if (options.xattrs_enabled) return {};
  return Error{ErrorCode::kIo,
               "The XAttr operation has been rejected.  Support for XAttrs has been disabled by "
               "setting dfs.namenode.xattrs.enabled to false."};
}

}  // namespace mammoth::namenode
