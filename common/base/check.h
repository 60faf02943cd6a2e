// Assertions that stay on in every build: a broken invariant stops the process before it can write
// anything wrong.
#pragma once

#include <source_location>
#include <string_view>

namespace mammoth {

[[noreturn]] void fail_check(std::string_view what, std::source_location where);

inline void check(bool condition, std::string_view what,
                  std::source_location where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    fail_check(what, where);
}

}  // namespace mammoth
