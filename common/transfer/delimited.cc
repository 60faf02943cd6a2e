#include "common/transfer/delimited.h"

#include <fmt/format.h>

#include "common/io/varint.h"

namespace mammoth::transfer {

void append_delimited(std::string& out, const google::protobuf::MessageLite& message) {
  append_varint(out, message.ByteSizeLong());
  message.AppendToString(&out);
}

void parse_message_into(google::protobuf::MessageLite& message, ByteView bytes) {
  if (!message.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw MalformedInput(
        fmt::format("{} bytes that are no {}", bytes.size(), message.GetTypeName()));
  if (!message.IsInitialized())
    throw MalformedInput(
        fmt::format("{} lacks {}", message.GetTypeName(), message.InitializationErrorString()));
}

}  // namespace mammoth::transfer
