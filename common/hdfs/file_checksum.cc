#include "common/hdfs/file_checksum.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/hdfs/datanode_connections.h"
#include "common/hdfs/event_loop.h"
#include "common/net/failure_text.h"
#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/transfer/block_checksum.h"
#include "common/transfer/checksum.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

Task<pb::BlockOpResponseProto> ask(transfer::PacketStream& stream,
                                   const pb::OpBlockChecksumProto& request) {
  co_await stream.write_op(transfer::Opcode::kBlockChecksum, request);
  co_return co_await stream.read_delimited<pb::BlockOpResponseProto>();
}

Result<pb::OpBlockChecksumResponseProto> ask_node(HdfsClient& client,
                                                  const pb::LocatedBlockProto& block,
                                                  const pb::DatanodeInfoProto& node,
                                                  const pb::OpBlockChecksumProto& request) {
  auto connection = client.datanodes->acquire(node.id(), true);
  pb::BlockOpResponseProto response;
  const auto exchange = [&] {
    response =
        run(*connection->loop, ask(connection->stream, request), client.settings.socket_timeout);
  };
  try {
    exchange();
  } catch (const boost::system::system_error&) {
    if (!connection->reused) throw;
    connection = client.datanodes->acquire(node.id(), false);
    exchange();
  }
  TRY(transfer::check_block_op_response(
      response, fmt::format("for OP_BLOCK_CHECKSUM, remote={}, block blk_{}", connection->peer_name,
                            block.b().blockid())));
  client.datanodes->release(std::move(connection));
  return std::move(*response.mutable_checksumresponse());
}

Result<pb::OpBlockChecksumResponseProto> block_checksum(HdfsClient& client, const std::string& path,
                                                        const pb::LocatedBlockProto& block) {
  pb::OpBlockChecksumProto request;
  *request.mutable_header()->mutable_block() = block.b();
  *request.mutable_header()->mutable_token() = block.blocktoken();
  if (client.settings.composite_crc)
    request.mutable_blockchecksumoptions()->set_blockchecksumtype(pb::COMPOSITE_CRC);
  for (const auto& node : block.locs()) {
    try {
      if (auto answer = ask_node(client, block, node, request)) return answer;
    } catch (const std::exception& error) {
      log::debug("client", "no checksum from {}: {}", node.id().ipaddr(), failure_text(error));
    }
  }
  return Error{ErrorCode::kIo,
               fmt::format("Fail to get block checksum for {} of {}", block.b().blockid(), path)};
}

}  // namespace

Result<std::optional<FileChecksum>> file_checksum(HdfsClient& client, const std::string& path) {
  pb::GetBlockLocationsRequestProto request;
  request.set_src(path);
  request.set_offset(0);
  request.set_length(INT64_MAX);
  const auto answer =
      TRY(client.namenode.call<pb::GetBlockLocationsResponseProto>("getBlockLocations", request));
  if (!answer.has_locations())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + path};
  if (answer.locations().underconstruction())
    return Error{ErrorCode::kIo,
                 "Fail to get checksum, since file " + path + " is under construction."};
  transfer::FileChecksumBuilder builder(
      client.settings.composite_crc ? pb::COMPOSITE_CRC : pb::MD5CRC,
      static_cast<std::size_t>(answer.locations().blocks_size()));
  for (const auto& block : answer.locations().blocks()) {
    const auto checksum = TRY(block_checksum(client, path, block));
    TRY(builder.add(checksum, block.b().numbytes()));
  }
  auto checksum = builder.finish();
  if (!checksum) return std::optional<FileChecksum>();
  return std::optional(FileChecksum{std::move(checksum->algorithm), std::move(checksum->bytes)});
}

}  // namespace mammoth::hdfs
