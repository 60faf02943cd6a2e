// The files of namenode/web/pages.
#pragma once

#include "common/http/assets.h"

namespace mammoth::namenode {

std::span<const http::Asset> web_pages();

}  // namespace mammoth::namenode
