// The first bytes of a connection, from the client only:
//
//   0        4         5               6               7
//   ┌────────┬─────────┬───────────────┬───────────────┐
//   │ "hrpc" │ version │ service class │ auth protocol │
//   └────────┴─────────┴───────────────┴───────────────┘
//              9         0 (QoS, unused) 0 none, 0xDF SASL
//
// The server answers it only when it is wrong, in a way that the one who sent it can show its user.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mammoth::rpc {

inline constexpr std::size_t kConnectionHeaderBytes = 7;
inline constexpr std::int8_t kIpcVersion = 9;

enum class AuthProtocol : std::uint8_t { kNone = 0, kSasl = 0xDF };

struct ConnectionHeader {
  bool is_http_get = false;    // a browser on the wrong port
  bool is_hadoop_rpc = false;  // begins with "hrpc"
  std::int8_t version = 0;     // signed, as Java compares it
  std::uint8_t service_class = 0;
  std::uint8_t auth_protocol = 0;  // any value; AuthProtocol names the known ones
};

// `bytes` has kConnectionHeaderBytes. Anything parses; the caller judges.
ConnectionHeader parse_connection_header(std::string_view bytes);

std::string encode_connection_header(AuthProtocol auth_protocol);

// What a browser is told.
std::string_view http_get_reply();

// What a client of another IPC version is told, in the format of that version: a FATAL frame from 9
// on, the older formats for 2 to 8, nothing before.
std::string version_mismatch_reply(std::int8_t client_version);

}  // namespace mammoth::rpc
