// Which operations there are, by method and name (Hadoop: HttpFSServer).
#pragma once

#include <span>
#include <string_view>

#include "common/base/result.h"
#include "common/http/message.h"

namespace mammoth::httpfs {

struct Call;

struct Operation {
  std::string_view method;
  std::string_view name;
  Result<void> (*run)(const Call&);
};

std::span<const Operation> all_operations();

// The one that op= names. kIllegalArgument without one, kRemote for one that does not exist, kIo
// for one of another method.
Result<const Operation*> find_operation(const http::Request& request);

}  // namespace mammoth::httpfs
