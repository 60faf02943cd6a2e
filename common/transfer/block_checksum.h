// From the checksums of chunks to the checksum of a block and of a file, which tools compare across
// clusters (`hdfs dfs -checksum`, DistCp), so every byte counts. Two ways:
//
//   MD5CRC         block = MD5 of its checksums as they lie in the meta file
//                  file  = MD5 of the blocks' MD5s; depends on chunk and block size
//   COMPOSITE_CRC  block = CRC of its data, composed from the checksums of its chunks
//                  file  = CRC of its data, composed from those of the blocks
//
// The datanode computes the block's (Md5 of common/io/md5.h over the meta file's checksums, or
// CrcComposer), the client the file's (Hadoop: BlockChecksumHelper, FileChecksumHelper,
// CrcComposer).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/io/crc32.h"
#include "common/io/data_checksum.h"
#include "common/protocol/hdfs/checksum.pb.h"
#include "common/protocol/transfer/checksum_op.pb.h"

namespace mammoth::transfer {

using BlockChecksumType = ::hadoop::hdfs::BlockChecksumTypeProto;

// Composes the CRCs of successive ranges into that of the whole, or into one for each stripe of
// `stripe_bytes`. Quick when most ranges are `usual_range_bytes` long. Ranges must not cross the
// end of a stripe (throws MalformedInput). The type must not be kNull.
class CrcComposer {
 public:
  static constexpr std::uint64_t kOneStripe = std::numeric_limits<std::uint64_t>::max();

  CrcComposer(ChecksumType type, std::uint64_t usual_range_bytes,
              std::uint64_t stripe_bytes = kOneStripe);

  void update(std::uint32_t crc, std::uint64_t range_bytes);
  // Several, four bytes each, every one of `range_bytes`.
  void update(ByteView crcs, std::uint64_t range_bytes);
  // Four bytes a stripe, big-endian; none when there was no data. Begins anew.
  std::string digest();

 private:
  void end_stripe();

  ChecksumType type_;
  std::uint64_t usual_range_bytes_;
  std::uint64_t stripe_bytes_;
  CrcCombiner usual_;
  std::uint32_t crc_ = 0;
  std::uint64_t position_in_stripe_ = 0;
  std::string digest_;
};

// What getFileChecksum answers (Hadoop: FileChecksum).
struct FileChecksum {
  std::string algorithm;  // "MD5-of-<crcPerBlock>MD5-of-512CRC32C" or "COMPOSITE-CRC32C"
  std::string bytes;      // int32 bytesPerCrc, int64 crcPerBlock, 16 bytes of MD5; or the CRC
  bool operator==(const FileChecksum&) const = default;
};

// Collects the answers of the datanodes, in the order of the blocks.
class FileChecksumBuilder {
 public:
  // `blocks` is how many the file has: with one, Hadoop leaves crcPerBlock out.
  FileChecksumBuilder(BlockChecksumType type, std::size_t blocks);

  // `length_bytes`: how many of the file's bytes the block holds. Refuses (kIo) an answer that does
  // not go with the earlier ones or is of another kind than was asked for.
  Result<void> add(const ::hadoop::hdfs::OpBlockChecksumResponseProto& response,
                   std::uint64_t length_bytes);
  // Once every block was added. Of a file without blocks: Hadoop's constant for those, whichever
  // the type. Nothing when Hadoop answers null: chunks without checksums, or of different kinds.
  std::optional<FileChecksum> finish();

 private:
  Result<void> add_md5(const ::hadoop::hdfs::OpBlockChecksumResponseProto& response,
                       ChecksumType crc_type);
  Result<void> add_crc(const ::hadoop::hdfs::OpBlockChecksumResponseProto& response,
                       ChecksumType crc_type, std::uint64_t length_bytes);

  BlockChecksumType type_;
  std::size_t blocks_;
  std::size_t added_ = 0;
  ChecksumType crc_type_ = ChecksumType::kNull;
  bool mixed_types_ = false;
  std::uint32_t bytes_per_crc_ = 0;
  std::uint64_t crcs_per_block_ = 0;
  std::string digests_;
  std::optional<CrcComposer> composer_;
};

}  // namespace mammoth::transfer
