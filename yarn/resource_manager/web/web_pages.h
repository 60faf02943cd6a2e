// The files of yarn/resource_manager/web/pages.
#pragma once

#include "common/http/assets.h"

namespace mammoth::yarn {

std::span<const http::Asset> web_pages();

}  // namespace mammoth::yarn
