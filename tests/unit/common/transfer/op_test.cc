#include "common/transfer/op.h"

#include <gtest/gtest.h>

#include "common/protocol/transfer/op.pb.h"

namespace mammoth::transfer {
namespace {

using namespace std::string_literals;
using ::hadoop::hdfs::ClientReadStatusProto;
using ::hadoop::hdfs::OpCustomProto;

TEST(Op, BeginsWithVersionAndOpcode) {
  // The smallest operation of all: version 28, opcode 127, three bytes of message.
  OpCustomProto message;
  message.set_customid("x");
  EXPECT_EQ(encode_op(Opcode::kCustom, message), "\x00\x1c\x7f\x03\x0a\x01x"s);
}

TEST(Op, OtherVersionsAreRefusedInHadoopsWords) {
  // Version 17 of Hadoop 0.20, and what SASL's magic looks like as a version.
  EXPECT_EQ(decode_op_preamble(as_byte_view("\x00\x1c\x51"s)), Opcode::kReadBlock);
  for (const auto& [bytes, text] :
       {std::pair{"\x00\x11\x51"s, "Version Mismatch (Expected: 28, Received: 17 )"},
        std::pair{"\xde\xad\xbe"s, "Version Mismatch (Expected: 28, Received: -8531 )"}}) {
    try {
      decode_op_preamble(as_byte_view(bytes));
      ADD_FAILURE() << text;
    } catch (const MalformedInput& error) {
      EXPECT_STREQ(error.what(), text);
    }
  }
  EXPECT_THROW(decode_op_preamble(as_byte_view("\x00\x1c"s)), MalformedInput);
}

TEST(Op, EveryOpcodeHasAName) {
  // Also one that does not exist: it ends in a log line.
  EXPECT_EQ(opcode_name(Opcode::kWriteBlock), "WRITE_BLOCK");
  EXPECT_EQ(opcode_name(Opcode::kBlockGroupChecksum), "BLOCK_GROUP_CHECKSUM");
  EXPECT_EQ(opcode_name(Opcode{200}), "UNKNOWN_OP_200");
}

TEST(Delimited, MessagesWithoutRequiredFieldsAreRefused) {
  // Well-formed but empty, and not even well-formed; the reason names the field.
  try {
    parse_message<ClientReadStatusProto>("");
    ADD_FAILURE();
  } catch (const MalformedInput& error) {
    EXPECT_STREQ(error.what(), "hadoop.hdfs.ClientReadStatusProto lacks status");
  }
  EXPECT_THROW(parse_message<ClientReadStatusProto>("\xff\xff"), MalformedInput);
}

TEST(Delimited, AppendsAfterWhatIsThere) {
  // Several acks leave in one system call.
  ClientReadStatusProto message;
  message.set_status(::hadoop::hdfs::CHECKSUM_OK);
  std::string out = "before";
  append_delimited(out, message);
  append_delimited(out, message);
  EXPECT_EQ(out, "before\x02\x08\x06\x02\x08\x06");
}

}  // namespace
}  // namespace mammoth::transfer
