// One request and its answer, in the hands of a handler.
//
// A handler runs on a thread of the server's pool and may block. It answers either at once with
// respond(), or in pieces: begin(), write() as often as it likes, and returns. Bodies are never in
// memory whole: read() and write() move one piece at a time and wait for the client.
//
// Refusals of the protocol and lost connections are exceptions (boost::system::system_error,
// BodyTooLarge), which a handler lets pass: the server then ends the connection. A handler that
// throws before it has answered is answered 500 for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>

#include "common/http/message.h"

namespace mammoth::http {

// The body exceeds ServerOptions::max_body_bytes; the server answers 413 for it.
struct BodyTooLarge : std::runtime_error {
  BodyTooLarge() : std::runtime_error("the body is longer than this server takes") {}
};

// Belongs to one handler invocation, on its thread.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual const Request& request() const = 0;

  // The next bytes of the request's body, at least one; 0 at its end. The first call tells a client
  // that waits for it (Expect: 100-continue) to send. What a handler does not read is thrown away.
  virtual std::size_t read(std::span<std::byte> into) = 0;

  // The whole answer; it leaves once the handler has returned.
  virtual void respond(Response response) = 0;

  // Head of an answer in pieces; `head.body` is its first. Without a length the body is sent in
  // chunks. A body that ends before its length ends the connection, so that the client notices.
  virtual void begin(const Response& head, std::optional<std::uint64_t> content_length) = 0;
  virtual void write(std::span<const std::byte> bytes) = 0;

  void write(std::string_view text) { write(std::as_bytes(std::span(text.data(), text.size()))); }
};

}  // namespace mammoth::http
