#include "common/transfer/transfer_handshake.h"

#include "common/base/log.h"
#include "common/io/byte_reader.h"
#include "common/protocol/transfer/encryption.pb.h"

namespace mammoth::transfer {
namespace {

using ::hadoop::hdfs::DataTransferEncryptorMessageProto;

constexpr std::uint16_t kFirstHalf = kSaslTransferMagic >> 16;

std::string peer_of(PacketStream& stream) {
  boost::system::error_code error;
  const auto peer = stream.socket().remote_endpoint(error);
  return error ? "unknown peer" : fmt::format("{}:{}", peer.address().to_string(), peer.port());
}

}  // namespace

Task<bool> accept_transfer_handshake(PacketStream& stream) {
  // Two bytes first: no operation is shorter than four, but a peer may send a version and wait.
  const auto version = co_await stream.peek(sizeof(std::uint16_t));
  if (ByteReader(version).u16() != kFirstHalf) co_return true;
  const auto magic = co_await stream.peek(sizeof(std::uint32_t));
  if (ByteReader(magic).u32() != kSaslTransferMagic) co_return true;

  log::warn("transfer", "{} asks for SASL or encrypted data transfer, which is refused",
            peer_of(stream));
  co_await stream.read(sizeof(std::uint32_t));
  co_await stream.read_delimited<DataTransferEncryptorMessageProto>();
  DataTransferEncryptorMessageProto refusal;
  refusal.set_status(DataTransferEncryptorMessageProto::ERROR);
  refusal.set_message("SASL and encryption of data transfer are not supported by this DataNode");
  co_await stream.write_delimited(refusal);
  co_return false;
}

}  // namespace mammoth::transfer
