// The files of datanode/web/pages.
#pragma once

#include "common/http/assets.h"

namespace mammoth::datanode {

std::span<const http::Asset> web_pages();

}  // namespace mammoth::datanode
