// YARN's own exceptions, which clients decide by. Pure functions.
#pragma once

#include <string>

#include "common/base/error.h"

namespace mammoth::yarn {

// `exception` without its package: "ApplicationNotFoundException".
inline Error yarn_error(const std::string& exception, std::string message) {
  return {ErrorCode::kRemote, std::move(message), "org.apache.hadoop.yarn.exceptions." + exception};
}

// A denial as Apache's servers wrap it: YarnException around the text of AccessControlException.
inline Error access_denied(const std::string& message) {
  return yarn_error("YarnException",
                    "org.apache.hadoop.security.AccessControlException: " + message);
}

}  // namespace mammoth::yarn
