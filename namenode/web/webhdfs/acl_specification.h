// Lists of access control entries in requests (Hadoop: AclEntry.parseAclSpec).
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

// "user:ann:rw-,default:group::r-x"; without permissions where entries are only named, to be
// removed. `text` has passed Parameters::acl_specification. kHadoopIllegalArgument in Hadoop's
// words.
Result<AclEntries> parse_acl_specification(std::string_view text, bool with_permissions);

}  // namespace mammoth::namenode
