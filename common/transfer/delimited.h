// Protobuf messages with their length before them, a varint (Hadoop: writeDelimitedTo,
// vintPrefixed).
#pragma once

#include <google/protobuf/message_lite.h>

#include <string>
#include <string_view>

#include "common/base/bytes.h"
#include "common/io/malformed_input.h"

namespace mammoth::transfer {

// The longest answer, ack or status that a peer may send; a block's description is some hundred
// bytes.
inline constexpr std::size_t kMaxMessageBytes = 1u << 20;

void append_delimited(std::string& out, const google::protobuf::MessageLite& message);

// Throws MalformedInput when `bytes` is not a `message`, or lacks a required field.
void parse_message_into(google::protobuf::MessageLite& message, ByteView bytes);

template <class Message>
Message parse_message(ByteView bytes) {
  Message message;
  parse_message_into(message, bytes);
  return message;
}
template <class Message>
Message parse_message(std::string_view bytes) {
  return parse_message<Message>(as_byte_view(bytes));
}

}  // namespace mammoth::transfer
