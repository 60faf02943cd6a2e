// From a request to its answer: which method, may it run now, has it run before, and what if it
// throws.
#pragma once

#include <string_view>
#include <unordered_map>

#include "common/async/task.h"
#include "common/base/result.h"
#include "common/net/byte_buffer.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "common/rpc/retry_cache.h"
#include "common/rpc/service.h"

namespace mammoth::rpc {

// By protocol name; constant once the server runs.
using Services = std::unordered_map<std::string_view, const Service*>;

// Where a call goes.
struct Route {
  const Service* service = nullptr;
  const Method* method = nullptr;
};

// Refuses with the exceptions of Hadoop's ProtobufRpcEngine2: unknown protocol, unknown version,
// and unknown method, by which clients find out what a server can do.
Result<Route> find_route(const Services& services, std::string_view protocol,
                         std::uint64_t client_version, std::string_view method);

// Runs the synchronous method of `route` and appends exactly one answer to `out`; false: the answer
// is an exception. `retry_cache` may be null. Never throws for what a handler does: an exception
// becomes a java.io.IOException.
bool run_call(const Route& route, std::string_view request, Call& call, RetryCache* retry_cache,
              ByteBuffer& out);

// The same for an asynchronous method. Throws only when it is cancelled.
Task<bool> run_call_async(const Route& route, std::string_view request, Call& call,
                          ByteBuffer& out);

}  // namespace mammoth::rpc
