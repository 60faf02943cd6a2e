#include "common/rpc/method.h"

#include "common/base/check.h"

namespace mammoth::rpc {

Result<std::size_t> Method::run(std::string_view, Call&, ByteBuffer&) const {
  fail_check("run() of an asynchronous method", std::source_location::current());
}

Task<Result<std::size_t>> Method::run_async(std::string_view, Call&, ByteBuffer&) const {
  fail_check("run_async() of a synchronous method", std::source_location::current());
  co_return 0;
}

Result<std::size_t> UnsupportedMethod::run(std::string_view, Call& call, ByteBuffer&) const {
  return Error{ErrorCode::kUnsupportedOperation,
               "Method " + std::string(call.method_name()) + " is not supported by this server"};
}

}  // namespace mammoth::rpc
