// Paths that lead through symbolic links. The server does not follow a link, which may lead to
// another file system: it tells the client where to go on (Hadoop: UnresolvedPathException).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/base/error.h"
#include "namenode/namespace/resolved_path.h"

namespace mammoth::namenode {

// Where a path goes on whose names up to `preceding` lead to the directory of a link to `target`,
// and that has the names `remainder` ("c/d", or "") after the link. An absolute target, or one with
// a scheme, takes the place of what was before it.
std::string followed_path(std::string_view preceding, std::string_view target,
                          std::string_view remainder);

// kUnresolvedPath with that path; the inode at the level is a link.
Error unresolved_link(const ResolvedPath& path, std::size_t level);

}  // namespace mammoth::namenode
