// OP_BLOCK_CHECKSUM (Hadoop: BlockChecksumHelper): from the checksums of the chunks, so that only as
// much of the data is read as a chunk that the asked length cuts.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "common/base/log.h"
#include "common/io/byte_writer.h"
#include "common/io/md5.h"
#include "common/transfer/block_checksum.h"
#include "common/transfer/checksum.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr std::uint64_t kChunksAtOnce = 16u << 10;

// Hands `take` the checksums of the first `length` bytes, in pieces: how many bytes of data each
// checksum stands for, and the checksums.
template <class Take>
void for_checksums(ReplicaReader& reader, std::uint64_t length, Take take) {
  const auto& checksum = reader.checksum();
  const std::uint64_t chunk = checksum.bytes_per_checksum;
  const auto full = checksum.chunk_start(length);
  std::vector<std::byte> sums;
  for (std::uint64_t offset = 0; offset < full;) {
    const auto count = std::min(kChunksAtOnce * chunk, full - offset);
    sums.resize(checksum.checksums_bytes(count));
    reader.read_checksums(offset, count, sums);
    take(chunk, ByteView(sums));
    offset += count;
  }
  const auto rest = length - full;
  if (rest == 0) return;
  sums.resize(checksum.size());
  if (length == reader.end()) {
    reader.read_checksums(full, rest, sums);
  } else {
    std::vector<std::byte> data(rest);
    if (reader.data().read_at(full, data) < rest) throw DiskError(EIO, "read", reader.path());
    checksum.compute(data, sums);
  }
  take(rest, ByteView(sums));
}

std::string md5_of(ReplicaReader& reader, std::uint64_t length) {
  Md5 digest;
  for_checksums(reader, length, [&](std::uint64_t, ByteView sums) { digest.update(sums); });
  const auto bytes = digest.finish();
  return std::string(as_text(bytes));
}

std::string composite_of(ReplicaReader& reader, std::uint64_t length, std::uint64_t stripe) {
  if (stripe == 0 || stripe > length) stripe = length;
  if (length == 0) return {};
  transfer::CrcComposer composer(reader.checksum().type, reader.checksum().bytes_per_checksum,
                                 stripe);
  for_checksums(reader, length,
                [&](std::uint64_t bytes, ByteView sums) { composer.update(sums, bytes); });
  return composer.digest();
}

}  // namespace

Task<After> block_checksum(Conversation& conversation, const pb::OpBlockChecksumProto& request) {
  const auto& proto = request.header().block();
  const auto ready = conversation.check_pool(proto);
  if (!ready) throw ErrorException(ready.error());
  const ReplicaRange everything;
  auto reader = conversation.context.store.open_reader(to_block(proto), everything);
  if (!reader) throw ErrorException(reader.error());
  const auto& checksum = reader->checksum();
  const auto length = std::min(proto.numbytes(), reader->end());
  const auto& options = request.blockchecksumoptions();
  const bool composite = options.blockchecksumtype() == pb::COMPOSITE_CRC;
  if (composite && checksum.size() == 0)
    throw ErrorException({ErrorCode::kIo, "no composite CRC of a block without checksums"});

  pb::BlockOpResponseProto response;
  response.set_status(pb::SUCCESS);
  auto& answer = *response.mutable_checksumresponse();
  answer.set_bytespercrc(checksum.bytes_per_checksum);
  answer.set_crcperblock(checksum.size() == 0 ? 0 : checksum.chunks(reader->end()));
  answer.set_crctype(transfer::to_proto(checksum).type());
  answer.set_blockchecksum(composite ? composite_of(*reader, length, options.stripelength())
                                     : md5_of(*reader, length));
  auto& used = *answer.mutable_blockchecksumoptions();
  used.set_blockchecksumtype(options.blockchecksumtype());
  used.set_stripelength(options.stripelength());
  co_await conversation.stream.write_delimited(response);
  co_return After::kKeep;
}

}  // namespace mammoth::datanode
