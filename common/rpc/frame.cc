#include "common/rpc/frame.h"

#include <google/protobuf/io/coded_stream.h>

#include <limits>

#include "common/base/check.h"

namespace mammoth::rpc {

using google::protobuf::io::CodedOutputStream;

namespace {

std::size_t delimited_size(std::size_t message_bytes) {
  return CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(message_bytes)) + message_bytes;
}

std::uint8_t* write_size(std::size_t message_bytes, std::uint8_t* to) {
  return CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(message_bytes), to);
}

}  // namespace

std::optional<std::uint32_t> peek_frame_length(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return std::nullopt;
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    length = length << 8 | static_cast<std::uint8_t>(bytes[i]);
  return length;
}

std::optional<std::string_view> take_delimited(std::string_view& rest) {
  std::uint64_t size = 0;
  std::size_t at = 0;
  for (int shift = 0;; shift += 7, ++at) {
    if (at == rest.size() || shift > 28) return std::nullopt;
    const auto byte = static_cast<std::uint8_t>(rest[at]);
    size |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  ++at;
  if (size > rest.size() - at) return std::nullopt;
  const std::string_view message = rest.substr(at, size);
  rest.remove_prefix(at + size);
  return message;
}

Result<void> parse_message(MessageLite& message, std::string_view bytes) {
  const bool fits = bytes.size() <= std::numeric_limits<int>::max();
  if (!fits || !message.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return Error{ErrorCode::kRpcServer, "malformed " + message.GetTypeName()};
  if (!message.IsInitialized())
    return Error{ErrorCode::kRpcServer,
                 "Message missing required fields: " + message.InitializationErrorString()};
  return {};
}

void append_frame(ByteBuffer& out, std::initializer_list<const MessageLite*> messages,
                  std::optional<std::string_view> last) {
  std::size_t length = last ? delimited_size(last->size()) : 0;
  for (const MessageLite* message : messages) length += delimited_size(message->ByteSizeLong());
  check(length <= std::numeric_limits<std::int32_t>::max(), "an RPC frame is shorter than 2 GiB");

  auto* const start = reinterpret_cast<std::uint8_t*>(out.prepare(kLengthBytes + length).data());
  std::uint8_t* to = start;
  for (int shift = 24; shift >= 0; shift -= 8) *to++ = static_cast<std::uint8_t>(length >> shift);
  for (const MessageLite* message : messages) {
    to = write_size(static_cast<std::size_t>(message->GetCachedSize()), to);
    to = message->SerializeWithCachedSizesToArray(to);
  }
  if (last) {
    to = write_size(last->size(), to);
    std::memcpy(to, last->data(), last->size());
    to += last->size();
  }
  check(to == start + kLengthBytes + length, "an RPC frame has the length it announces");
  out.commit(kLengthBytes + length);
}

}  // namespace mammoth::rpc
