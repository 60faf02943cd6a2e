#include "yarn/resource_manager/scheduler/resource.h"

#include <fmt/format.h>

namespace mammoth::yarn {

std::string to_text(const Resource& it) {
  return fmt::format("<memory:{}, vCores:{}>", it.memory_mb, it.vcores);
}

}  // namespace mammoth::yarn
