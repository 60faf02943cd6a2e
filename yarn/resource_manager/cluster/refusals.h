// YARN's own exceptions, which clients decide by. Pure functions.
#pragma once

#include <fmt/format.h>

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

// Of somebody who is neither the owner of `application` nor may administer it; the exception is
// Java's own.
inline Error may_not_modify(const std::string& user, const std::string& application) {
  return yarn_error(
      "YarnException",
      fmt::format(
          "java.security.AccessControlException: User {} cannot perform operation MODIFY_APP on {}",
          user, application));
}

}  // namespace mammoth::yarn
