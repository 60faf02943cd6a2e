#include "common/transfer/checksum.h"

#include <gtest/gtest.h>

#include "common/io/malformed_input.h"

namespace mammoth::transfer {
namespace {

using ::hadoop::hdfs::BlockOpResponseProto;
using ::hadoop::hdfs::ChecksumProto;

TEST(ChecksumOnTheWire, RoundTrip) {
  // All three types.
  for (const auto type : {ChecksumType::kNull, ChecksumType::kCrc32, ChecksumType::kCrc32c}) {
    const DataChecksum checksum{type, 4096};
    EXPECT_EQ(from_proto(to_proto(checksum)), checksum);
  }
}

TEST(ChecksumOnTheWire, AbsurdChunksAreRefused) {
  // Zero would divide by it; 4 GiB would be a negative int to Java.
  ChecksumProto proto;
  proto.set_type(::hadoop::hdfs::CHECKSUM_CRC32C);
  for (const std::uint32_t bytes : {0u, kMaxBytesPerChecksum + 1, 0xffffffffu}) {
    proto.set_bytesperchecksum(bytes);
    EXPECT_THROW(from_proto(proto), MalformedInput) << bytes;
  }
}

TEST(BlockOpResponse, RefusalsCarryHadoopsClassAndText) {
  // Success, a bad token, anything else.
  BlockOpResponseProto response;
  response.set_status(::hadoop::hdfs::SUCCESS);
  EXPECT_TRUE(check_block_op_response(response, "for OP_READ_BLOCK"));

  response.set_status(::hadoop::hdfs::ERROR_ACCESS_TOKEN);
  response.set_message("expired");
  const auto token = check_block_op_response(response, "for OP_READ_BLOCK");
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().code, ErrorCode::kInvalidToken);
  EXPECT_EQ(token.error().message,
            "Got access token error, status message expired, for OP_READ_BLOCK");

  response.set_status(::hadoop::hdfs::ERROR);
  response.set_message("Replica not found");
  const auto other = check_block_op_response(response, "for OP_READ_BLOCK");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kIo);
  EXPECT_EQ(other.error().message,
            "Got error, status=ERROR, status message Replica not found, for OP_READ_BLOCK");
}

}  // namespace
}  // namespace mammoth::transfer
