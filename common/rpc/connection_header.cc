#include "common/rpc/connection_header.h"

#include <fmt/format.h>

#include "common/base/check.h"
#include "common/rpc/frame.h"
#include "common/rpc/response.h"

namespace mammoth::rpc {

namespace {

constexpr std::string_view kVersionMismatchClass = "org.apache.hadoop.ipc.RPC$VersionMismatch";

void append_int32(std::string& out, std::int32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(static_cast<std::uint32_t>(value) >> shift));
}

// Java: WritableUtils.writeString
void append_writable_string(std::string& out, std::string_view text) {
  append_int32(out, static_cast<std::int32_t>(text.size()));
  out.append(text);
}

}  // namespace

ConnectionHeader parse_connection_header(std::string_view bytes) {
  check(bytes.size() == kConnectionHeaderBytes, "a connection header has 7 bytes");
  return {.is_http_get = bytes.starts_with("GET "),
          .is_hadoop_rpc = bytes.starts_with("hrpc"),
          .version = static_cast<std::int8_t>(bytes[4]),
          .service_class = static_cast<std::uint8_t>(bytes[5]),
          .auth_protocol = static_cast<std::uint8_t>(bytes[6])};
}

std::string encode_connection_header(AuthProtocol auth_protocol) {
  std::string bytes = "hrpc";
  bytes.push_back(kIpcVersion);
  bytes.push_back(0);
  bytes.push_back(static_cast<char>(auth_protocol));
  return bytes;
}

std::string_view http_get_reply() {
  return "HTTP/1.1 404 Not Found\r\n"
         "Content-type: text/plain\r\n\r\n"
         "It looks like you are making an HTTP request to a Hadoop IPC port. "
         "This is not the correct port for the web interface on this daemon.\r\n";
}

std::string version_mismatch_reply(std::int8_t client_version) {
  const std::string message =
      fmt::format("Server IPC version {} cannot communicate with client version {}", kIpcVersion,
                  client_version);
  std::string reply;
  if (client_version >= 9) {
    ByteBuffer frame;
    append_fatal(frame, {.call_id = kAuthorizationFailedCallId,
                         .code = FatalCode::kVersionMismatch,
                         .java_class = std::string(kVersionMismatchClass),
                         .message = message});
    reply = frame.readable();
  } else if (client_version >= 3) {
    append_int32(reply, -1);  // call id
    append_int32(reply, -1);  // status: fatal
    append_writable_string(reply, kVersionMismatchClass);
    append_writable_string(reply, message);
  } else if (client_version == 2) {
    append_int32(reply, 0);  // call id
    reply.push_back(1);      // error
    append_writable_string(reply, kVersionMismatchClass);
    append_writable_string(reply, message);
  }
  return reply;
}

}  // namespace mammoth::rpc
