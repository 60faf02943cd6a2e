// Results in the assertions of GoogleTest.
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <string>

#include "common/base/result.h"

namespace mammoth {

// How GoogleTest shows a Result, found by argument-dependent lookup.
template <class T>
void PrintTo(const boost::system::result<T, Error>& result, std::ostream* out) {
  if (result)
    *out << "a value";
  else
    *out << "code " << static_cast<int>(result.error().code) << ", \"" << result.error().message
         << "\"";
}

// Matches a Result that is this refusal: EXPECT_THAT(result, refused(ErrorCode::kIo, "text")).
MATCHER_P2(refused, code, message, "is refused with \"" + std::string(message) + "\"") {
  return !arg && arg.error().code == code && arg.error().message == message;
}

}  // namespace mammoth
