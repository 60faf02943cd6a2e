// One operation over a DataNode's domain socket, on the calling thread: the answer is read to its last
// byte and no further, because descriptors may come with the next.
#pragma once

#include <chrono>

#include "common/net/domain_socket.h"
#include "common/transfer/op.h"

namespace mammoth::hdfs {

// Throw as common/net/domain_socket.h does, and MalformedInput.
std::string read_delimited_bytes(int socket, std::chrono::milliseconds limit);

template <class Response>
Response ask_over_domain_socket(int socket, transfer::Opcode opcode,
                                const google::protobuf::MessageLite& request,
                                std::chrono::milliseconds limit) {
  const auto bytes = transfer::encode_op(opcode, request);
  write_fully(socket, as_byte_view(bytes), limit);
  return transfer::parse_message<Response>(read_delimited_bytes(socket, limit));
}

}  // namespace mammoth::hdfs
