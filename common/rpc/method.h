// One bound method: from the bytes of a request to the bytes of its answer.
#pragma once

#include <google/protobuf/message_lite.h>

#include <memory>
#include <string>
#include <string_view>

#include "common/async/task.h"
#include "common/base/result.h"
#include "common/net/byte_buffer.h"
#include "common/rpc/call.h"
#include "common/rpc/frame.h"
#include "common/rpc/response.h"

namespace mammoth::rpc {

// Hadoop marks the methods of its interfaces with annotations of the same names.
enum class Retry {
  kIdempotent,  // a duplicate may run again
  kAtMostOnce,  // a duplicate gets the first one's answer from the retry cache
};

// Constant and thread-safe once made.
class Method {
 public:
  virtual ~Method() = default;

  // Whether run_async() is to be used instead of run().
  virtual bool is_async() const { return false; }

  // Runs the handler to its end. On success the answer stands at the end of `out`, and the result
  // tells how many of its bytes are the serialised response.
  virtual Result<std::size_t> run(std::string_view request, Call& call, ByteBuffer& out) const;

  // The same, but may suspend. The arguments live until it has finished.
  virtual Task<Result<std::size_t>> run_async(std::string_view request, Call& call,
                                              ByteBuffer& out) const;

  std::string name;
  Retry retry = Retry::kIdempotent;
};

// Requests are parsed into one object a thread, so that small ones allocate nothing; beyond this
// size they get one of their own, whose memory is given back.
inline constexpr std::size_t kReusedRequestBytes = 16 << 10;

template <class P, class Req, class Resp>
class SyncMethod final : public Method {
 public:
  using Handler = Result<Resp> (P::*)(const Req&, Call&);
  SyncMethod(P& protocol, Handler handler) : protocol_(protocol), handler_(handler) {}

  Result<std::size_t> run(std::string_view request, Call& call, ByteBuffer& out) const override {
    if (request.size() > kReusedRequestBytes) {
      Req own;
      return run_with(own, request, call, out);
    }
    thread_local Req reused;
    return run_with(reused, request, call, out);
  }

 private:
  Result<std::size_t> run_with(Req& message, std::string_view request, Call& call,
                               ByteBuffer& out) const {
    TRY(parse_message(message, request));
    const Result<Resp> response = (protocol_.*handler_)(message, call);
    if (!response) return response.error();
    return append_success(out, call, *response);
  }

  P& protocol_;
  const Handler handler_;
};

template <class P, class Req, class Resp>
class AsyncMethod final : public Method {
 public:
  using Handler = Task<Result<Resp>> (P::*)(const Req&, Call&);
  AsyncMethod(P& protocol, Handler handler) : protocol_(protocol), handler_(handler) {}

  bool is_async() const override { return true; }

  Task<Result<std::size_t>> run_async(std::string_view request, Call& call,
                                      ByteBuffer& out) const override {
    Req message;
    CO_TRY(parse_message(message, request));
    const Result<Resp> response = co_await (protocol_.*handler_)(message, call);
    if (!response) co_return response.error();
    co_return append_success(out, call, *response);
  }

 private:
  P& protocol_;
  const Handler handler_;
};

// A method of the .proto that this server does not offer.
class UnsupportedMethod final : public Method {
 public:
  Result<std::size_t> run(std::string_view request, Call& call, ByteBuffer& out) const override;
};

}  // namespace mammoth::rpc
