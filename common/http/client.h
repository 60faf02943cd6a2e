// One request of HTTP/1.1 as a client makes it: one connection, the body sent and received piece by
// piece.
//
//   ClientCall call = TRY(ClientCall::open(server, {"PUT", "/a?b=c", {}, true}, timeouts));
//   TRY(call.write(bytes)); …
//   const ClientAnswer answer = TRY(call.answer());
//   while (const std::size_t n = TRY(call.read(buffer))) …
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/config/host_port.h"
#include "common/http/message.h"

namespace mammoth::http {

struct ClientTimeouts {
  std::chrono::milliseconds connect{60'000};
  std::chrono::milliseconds read{60'000};  // without a byte
};

struct ClientRequest {
  std::string method = "GET";
  std::string target;       // encoded already: "/jmx?qry=a%3Ab"
  bool sends_body = false;  // in chunks, by write()
  Headers headers{};        // besides Host and Connection; Accept is */* unless it is here
};

struct ClientAnswer {
  unsigned status = 0;
  std::string location{};      // of a redirect
  std::string content_type{};  // without its parameters
  Headers headers{};           // all of them, in their order

  // The first of that name, in any case of letters; empty if there is none.
  std::string_view header(std::string_view name) const;
};

// Blocks; for one thread at a time. kUnknownHost and kConnect when nobody listens, kSocketTimeout
// when nobody answers, kIo for an answer that is no HTTP or ends early.
class ClientCall {
 public:
  // Connects and sends the head.
  static Result<ClientCall> open(const HostPort& server, const ClientRequest& request,
                                 const ClientTimeouts& timeouts);
  ClientCall(ClientCall&&) noexcept;
  ClientCall& operator=(ClientCall&&) noexcept;
  ~ClientCall();  // closes the connection

  Result<void> write(std::span<const std::byte> bytes);
  // Ends the body, and waits for the head of the answer.
  Result<ClientAnswer> answer();
  // The next bytes of the answer's body; 0 at its end.
  Result<std::size_t> read(std::span<std::byte> buffer);
  // All that is left of it; kIo beyond `limit` bytes.
  Result<std::string> read_all(std::size_t limit);

 private:
  struct Connection;
  explicit ClientCall(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

}  // namespace mammoth::http
