#include "common/transfer/ack.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/io/malformed_input.h"

namespace mammoth::transfer {
namespace {

constexpr std::uint32_t kStatusMask = 0xf;
constexpr unsigned kCongestionShift = 5;
constexpr unsigned kSlownessShift = 7;
constexpr std::uint32_t kTwoBits = 0x3;

}  // namespace

std::uint32_t encode_ack_flag(const AckReply& reply) {
  return static_cast<std::uint32_t>(reply.status) |
         static_cast<std::uint32_t>(reply.congestion) << kCongestionShift |
         static_cast<std::uint32_t>(reply.slowness) << kSlownessShift;
}

AckReply decode_ack_flag(std::uint32_t flag) {
  const auto status = static_cast<int>(flag & kStatusMask);
  if (!::hadoop::hdfs::Status_IsValid(status))
    throw MalformedInput(fmt::format("status {} in an ack", status));
  return {.status = static_cast<Status>(status),
          .congestion = static_cast<Congestion>(flag >> kCongestionShift & kTwoBits),
          .slowness = static_cast<Slowness>(flag >> kSlownessShift & kTwoBits)};
}

std::optional<std::size_t> PipelineAck::first_bad() const {
  const auto bad = std::ranges::find_if(
      replies, [](const AckReply& reply) { return reply.status != Status::SUCCESS; });
  if (bad == replies.end()) return {};
  return bad - replies.begin();
}

std::optional<Status> PipelineAck::out_of_band() const {
  if (seqno != kOutOfBandSeqno) return {};
  for (const auto& reply : replies)
    if (reply.status >= Status::OOB_RESTART && reply.status <= Status::OOB_RESERVED3)
      return reply.status;
  return {};
}

::hadoop::hdfs::PipelineAckProto to_proto(const PipelineAck& ack) {
  ::hadoop::hdfs::PipelineAckProto proto;
  proto.set_seqno(ack.seqno);
  for (const auto& reply : ack.replies) {
    proto.add_reply(reply.status);
    proto.add_flag(encode_ack_flag(reply));
  }
  proto.set_downstreamacktimenanos(ack.downstream_ack_nanos);
  return proto;
}

PipelineAck from_proto(const ::hadoop::hdfs::PipelineAckProto& proto) {
  const auto count = proto.reply_size();
  if (static_cast<std::size_t>(count) > kMaxPipelineNodes ||
      (proto.flag_size() != 0 && proto.flag_size() != count))
    throw MalformedInput(
        fmt::format("an ack with {} replies and {} flags", count, proto.flag_size()));
  PipelineAck ack{.seqno = proto.seqno(),
                  .replies = {},
                  .downstream_ack_nanos = proto.downstreamacktimenanos()};
  ack.replies.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    ack.replies.push_back(proto.flag_size() != 0 ? decode_ack_flag(proto.flag(i))
                                                 : AckReply{.status = proto.reply(i)});
  return ack;
}

}  // namespace mammoth::transfer
