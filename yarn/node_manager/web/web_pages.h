// The files of yarn/node_manager/web/pages.
#pragma once

#include "common/http/assets.h"

namespace mammoth::yarn::node {

std::span<const http::Asset> web_pages();

}  // namespace mammoth::yarn::node
