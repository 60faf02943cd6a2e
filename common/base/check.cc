#include "common/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace mammoth {

void fail_check(std::string_view what, std::source_location where) {
  std::fprintf(stderr, "FATAL %s:%u: check failed: %.*s\n", where.file_name(), where.line(),
               static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace mammoth
