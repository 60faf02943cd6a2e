// Errors as Java prints them where nobody catches them.
#pragma once

#include <string>

#include "common/base/error.h"

namespace mammoth::cli {

// "java.io.FileNotFoundException: File does not exist: /f"
std::string java_text(const Error& error);

}  // namespace mammoth::cli
