#include "common/transfer/ack.h"

#include <gtest/gtest.h>

#include "common/io/malformed_input.h"

namespace mammoth::transfer {
namespace {

using ::hadoop::hdfs::PipelineAckProto;

TEST(PipelineAck, RoundTripKeepsEveryFlag) {
  // Three nodes in different moods.
  const PipelineAck ack{
      .seqno = 42,
      .replies = {{Status::SUCCESS, Congestion::kSupported, Slowness::kNormal},
                  {Status::ERROR_CHECKSUM, Congestion::kCongested, Slowness::kSlow},
                  {Status::ERROR_BLOCK_PINNED, Congestion::kDisabled, Slowness::kDisabled}},
      .downstream_ack_nanos = 123456};
  EXPECT_EQ(from_proto(to_proto(ack)), ack);
}

TEST(PipelineAck, FlagBitsAreHadoops) {
  // Status in bits 0-3, congestion in 5-6, slowness in 7-8; bit 4 is ignored.
  EXPECT_EQ(encode_ack_flag({Status::ERROR_CHECKSUM, Congestion::kCongested, Slowness::kSlow}),
            2u | 3u << 5 | 2u << 7);
  EXPECT_EQ(decode_ack_flag(2u | 1u << 4 | 3u << 5 | 2u << 7),
            (AckReply{Status::ERROR_CHECKSUM, Congestion::kCongested, Slowness::kSlow}));
  EXPECT_THROW(decode_ack_flag(14), MalformedInput);
}

TEST(PipelineAck, OldNodesSendNoFlags) {
  // Before Hadoop 2.7: statuses only.
  PipelineAckProto proto;
  proto.set_seqno(1);
  proto.add_reply(Status::SUCCESS);
  proto.add_reply(Status::ERROR);
  const auto ack = from_proto(proto);
  ASSERT_EQ(ack.replies.size(), 2u);
  EXPECT_EQ(ack.replies[1], (AckReply{.status = Status::ERROR}));
}

TEST(PipelineAck, FlagsAndRepliesMustBeAsMany) {
  // One flag for two replies: nobody can say whose it is.
  PipelineAckProto proto;
  proto.set_seqno(1);
  proto.add_reply(Status::SUCCESS);
  proto.add_reply(Status::SUCCESS);
  proto.add_flag(0);
  EXPECT_THROW(from_proto(proto), MalformedInput);
}

TEST(PipelineAck, AbsurdlyManyRepliesAreRefused) {
  // A pipeline has a handful of nodes.
  PipelineAckProto proto;
  proto.set_seqno(1);
  for (std::size_t i = 0; i <= kMaxPipelineNodes; ++i) proto.add_reply(Status::SUCCESS);
  EXPECT_THROW(from_proto(proto), MalformedInput);
}

TEST(PipelineAck, BlamesTheFirstBadNode) {
  // [SUCCESS, ERROR, ERROR]: the second node failed, the third was merely cut off.
  PipelineAck ack{.seqno = 0, .replies = {{}, {Status::ERROR}, {Status::ERROR}}};
  EXPECT_EQ(ack.first_bad(), 1u);
  EXPECT_FALSE(ack.is_success());
  ack.replies.resize(1);
  EXPECT_FALSE(ack.first_bad());
  EXPECT_TRUE(ack.is_success());
}

TEST(PipelineAck, OutOfBandOnlyWithTheSpecialSeqno) {
  // A restart notice is one only when it answers no packet.
  PipelineAck ack{.seqno = kOutOfBandSeqno, .replies = {{}, {Status::OOB_RESTART}}};
  EXPECT_EQ(ack.out_of_band(), Status::OOB_RESTART);
  ack.seqno = 17;
  EXPECT_FALSE(ack.out_of_band());
  ack = {.seqno = kOutOfBandSeqno, .replies = {{}, {Status::ERROR}}};
  EXPECT_FALSE(ack.out_of_band());
}

}  // namespace
}  // namespace mammoth::transfer
