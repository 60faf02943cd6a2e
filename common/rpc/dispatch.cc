#include "common/rpc/dispatch.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/net/failure_text.h"
#include "common/rpc/response.h"

namespace mammoth::rpc {

namespace {

// For use in a catch block only: the refusal that the exception in flight stands for.
Error error_from_current_exception(const Call& call) {
  try {
    throw;
  } catch (const ErrorException& e) {
    return e.error();
  } catch (const std::exception& e) {
    log::warn("rpc", "{} of {} from {} failed: {}", call.method_name(), call.user(),
              call.remote_address(), failure_text(e));
    return {ErrorCode::kIo, failure_text(e)};
  }
}

Result<void> pass_gate(const Route& route, Call& call) {
  if (!route.service->gate()) return {};
  return route.service->gate()(route.method->name, call);
}

Result<std::size_t> run_method(const Route& route, std::string_view request, Call& call,
                               ByteBuffer& out) {
  const std::size_t before = out.size();
  try {
    TRY(pass_gate(route, call));
    return route.method->run(request, call, out);
  } catch (const std::exception&) {
    out.truncate(before);
    return error_from_current_exception(call);
  }
}

bool run_at_most_once(const Route& route, std::string_view request, Call& call,
                      RetryCache& retry_cache, ByteBuffer& out) {
  RetryCache::Attempt attempt = retry_cache.begin(call);
  if (attempt.answer()) {
    call.hold_until(attempt.answer()->hold_sequence);
    append_success(out, call, attempt.answer()->response);
    return true;
  }
  if (attempt.is_tracked()) call.keep_answer();
  const Result<std::size_t> response_bytes = run_method(route, request, call, out);
  const AnswerSlotPtr slot = call.take_answer_slot();
  if (!response_bytes) {
    append_error(out, call, response_bytes.error());
    return false;
  }
  const std::string_view bytes = out.readable();
  const std::string_view response = bytes.substr(bytes.size() - *response_bytes);
  if (slot) slot->fill(answer_record(call, response));
  attempt.succeed({.response = std::string(response), .hold_sequence = call.hold_sequence()});
  return true;
}

}  // namespace

Result<Route> find_route(const Services& services, std::string_view protocol,
                         std::uint64_t client_version, std::string_view method) {
  const auto service = services.find(protocol);
  if (service == services.end())
    return Error{ErrorCode::kRpcNoSuchProtocol, fmt::format("Unknown protocol: {}", protocol)};
  if (service->second->version() != client_version)
    return Error{ErrorCode::kVersionMismatch,
                 fmt::format("Protocol {} version mismatch. (client = {}, server = {})", protocol,
                             client_version, service->second->version())};
  const Method* found = service->second->find(method);
  if (found == nullptr)
    return Error{ErrorCode::kRpcNoSuchMethod,
                 fmt::format("Unknown method {} called on {} protocol.", method, protocol)};
  return Route{service->second, found};
}

bool run_call(const Route& route, std::string_view request, Call& call, RetryCache* retry_cache,
              ByteBuffer& out) {
  if (route.method->retry == Retry::kAtMostOnce && retry_cache != nullptr)
    return run_at_most_once(route, request, call, *retry_cache, out);
  const Result<std::size_t> done = run_method(route, request, call, out);
  if (!done) append_error(out, call, done.error());
  return done.has_value();
}

Task<bool> run_call_async(const Route& route, std::string_view request, Call& call,
                          ByteBuffer& out) {
  const std::size_t before = out.size();
  Result<std::size_t> done = 0;
  try {
    if (const Result<void> open = pass_gate(route, call); !open)
      done = open.error();
    else
      done = co_await route.method->run_async(request, call, out);
  } catch (const boost::system::system_error& e) {
    if (e.code() == asio::error::operation_aborted) throw;
    done = error_from_current_exception(call);
  } catch (const std::exception&) {
    done = error_from_current_exception(call);
  }
  if (done) co_return true;
  out.truncate(before);
  append_error(out, call, done.error());
  co_return false;
}

}  // namespace mammoth::rpc
