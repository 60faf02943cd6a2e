#include "common/transfer/block_checksum.h"

#include <fmt/format.h>

#include <utility>

#include "common/base/check.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "common/io/malformed_input.h"
#include "common/io/md5.h"

namespace mammoth::transfer {
namespace {

using ::hadoop::hdfs::BlockChecksumTypeProto;
using ::hadoop::hdfs::OpBlockChecksumResponseProto;

// Hadoop digests the whole of the buffer that holds the blocks' MD5s, and the zeros with which its
// unused rest was born; the buffer begins with 32 bytes and doubles. Changing that would change the
// checksum of every file, so it is for ever.
constexpr std::size_t kDigestBufferBytes = 32;

std::string md5_of_padded(std::string digests) {
  auto padded = kDigestBufferBytes;
  while (padded < digests.size()) padded *= 2;
  digests.resize(padded);
  const auto digest = md5(as_byte_view(digests));
  return std::string(as_text(digest));
}

const char* name_of(ChecksumType type) {
  switch (type) {
    case ChecksumType::kNull:
      return "NULL";
    case ChecksumType::kCrc32:
      return "CRC32";
    case ChecksumType::kCrc32c:
      return "CRC32C";
  }
  return "";
}

FileChecksum md5_checksum(std::uint32_t bytes_per_crc, std::uint64_t crcs_per_block,
                          ChecksumType type, std::string digests) {
  FileChecksum checksum;
  checksum.algorithm =
      fmt::format("MD5-of-{}MD5-of-{}{}", crcs_per_block, bytes_per_crc, name_of(type));
  ByteWriter writer(checksum.bytes);
  writer.u32(bytes_per_crc);
  writer.u64(crcs_per_block);
  checksum.bytes += md5_of_padded(std::move(digests));
  return checksum;
}

Error refusal(std::string message) {
  return {ErrorCode::kIo, std::move(message)};
}

}  // namespace

CrcComposer::CrcComposer(ChecksumType type, std::uint64_t usual_range_bytes,
                         std::uint64_t stripe_bytes)
    : type_(type),
      usual_range_bytes_(usual_range_bytes),
      stripe_bytes_(stripe_bytes),
      usual_(type, usual_range_bytes) {}

void CrcComposer::update(std::uint32_t crc, std::uint64_t range_bytes) {
  if (range_bytes > stripe_bytes_ - position_in_stripe_)
    throw MalformedInput(fmt::format("{} bytes at {} cross the end of a stripe of {}", range_bytes,
                                     position_in_stripe_, stripe_bytes_));
  crc_ = range_bytes == usual_range_bytes_ ? usual_.combine(crc_, crc)
                                           : combine_crc(type_, crc_, crc, range_bytes);
  position_in_stripe_ += range_bytes;
  if (position_in_stripe_ == stripe_bytes_) end_stripe();
}

void CrcComposer::update(ByteView crcs, std::uint64_t range_bytes) {
  ByteReader reader(crcs);
  while (!reader.at_end()) update(reader.u32(), range_bytes);
}

void CrcComposer::end_stripe() {
  ByteWriter(digest_).u32(crc_);
  crc_ = 0;
  position_in_stripe_ = 0;
}

std::string CrcComposer::digest() {
  if (position_in_stripe_ > 0) end_stripe();
  return std::exchange(digest_, {});
}

FileChecksumBuilder::FileChecksumBuilder(BlockChecksumType type, std::size_t blocks)
    : type_(type), blocks_(blocks) {}

Result<void> FileChecksumBuilder::add(const OpBlockChecksumResponseProto& response,
                                      std::uint64_t length_bytes) {
  check(added_ < blocks_, "no more answers than blocks");
  // Datanodes that do not name the type are older than any but CRC32.
  const auto crc_type =
      response.has_crctype() ? static_cast<ChecksumType>(response.crctype()) : ChecksumType::kCrc32;
  if (added_ == 0) {
    crc_type_ = crc_type;
    bytes_per_crc_ = response.bytespercrc();
    if (blocks_ > 1) crcs_per_block_ = response.crcperblock();
  }
  TRY(type_ == BlockChecksumTypeProto::COMPOSITE_CRC ? add_crc(response, crc_type, length_bytes)
                                                     : add_md5(response, crc_type));
  ++added_;
  return {};
}

Result<void> FileChecksumBuilder::add_md5(const OpBlockChecksumResponseProto& response,
                                          ChecksumType crc_type) {
  if (response.bytespercrc() != bytes_per_crc_)
    return refusal(fmt::format("Byte-per-checksum not matched: bpc={} but bytesPerCRC={}",
                               response.bytespercrc(), bytes_per_crc_));
  if (response.blockchecksum().size() != sizeof(Md5Digest))
    return refusal(fmt::format("Wrong length: {}", response.blockchecksum().size()));
  mixed_types_ |= crc_type != crc_type_;
  digests_ += response.blockchecksum();
  return {};
}

Result<void> FileChecksumBuilder::add_crc(const OpBlockChecksumResponseProto& response,
                                          ChecksumType crc_type, std::uint64_t length_bytes) {
  if (response.blockchecksumoptions().blockchecksumtype() != BlockChecksumTypeProto::COMPOSITE_CRC)
    return refusal("Unexpected blockChecksumType 'MD5CRC', expecting COMPOSITE_CRC");
  if (crc_type == ChecksumType::kNull)
    return refusal("No CRC polynomial could be associated with type: NULL");
  if (crc_type != crc_type_)
    return refusal("DataChecksum.Type.MIXED is not supported for COMPOSITE_CRC");
  if (response.blockchecksum().size() != kCrcBytes)
    return refusal(fmt::format("a composite CRC of {} bytes", response.blockchecksum().size()));
  if (!composer_) composer_.emplace(crc_type, length_bytes);
  composer_->update(as_byte_view(response.blockchecksum()), length_bytes);
  return {};
}

std::optional<FileChecksum> FileChecksumBuilder::finish() {
  check(added_ == blocks_, "an answer for every block");
  if (blocks_ == 0) return md5_checksum(0, 0, ChecksumType::kCrc32, {});
  if (composer_)
    return FileChecksum{fmt::format("COMPOSITE-{}", name_of(crc_type_)), composer_->digest()};
  if (mixed_types_ || crc_type_ == ChecksumType::kNull) return {};
  return md5_checksum(bytes_per_crc_, crcs_per_block_, crc_type_, std::move(digests_));
}

}  // namespace mammoth::transfer
