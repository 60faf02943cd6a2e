// One message on a connection:
//
//   | length u32, little-endian | kind u8 | body, length bytes |
//
// What the kinds mean is in remote/messages.h and blocks/block_server.h.
#pragma once

#include "spark-core/net/socket.h"

namespace mammoth::spark::net {

struct Frame {
  std::uint8_t kind = 0;
  std::string body{};
};

// Throws std::length_error for a body of 4 GiB or more.
void send_frame(Socket& socket, std::uint8_t kind, std::string_view body);
// Longer bodies than `most_bytes` are refused (ConnectionLost) before memory is taken for them.
Frame receive_frame(Socket& socket, std::size_t most_bytes);

// Before the first frame each side proves, without showing it, that it knows the secret:
//
//   client  "MSPARK1\n" | nonce 32
//   server  nonce 32 | HMAC-SHA256(secret, "server" | both nonces)
//   client  HMAC-SHA256(secret, "client" | both nonces)
//   server  0x01
//
// Throws ConnectionLost for a peer that does not. What follows is neither encrypted nor signed, as in
// Spark without spark.network.crypto.enabled.
void authenticate_to_server(Socket& socket, std::string_view secret);
void authenticate_client(Socket& socket, std::string_view secret);
std::string new_secret();  // 32 random bytes in hexadecimal

}  // namespace mammoth::spark::net
