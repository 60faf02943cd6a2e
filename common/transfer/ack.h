// The answer to one packet of a write (Hadoop: PipelineAck). Every datanode of the pipeline has one
// reply in it: the sender of the ack first, then those downstream in their order. Each reply has a
// status, and since Hadoop 2.7 also a flag that repeats it together with how the node feels:
//
//     bit 8..7    6..5     4          3..0
//        +------+------+----------+--------+
//        | slow | ecn  | reserved | status |
//        +------+------+----------+--------+
//
// Three numbers of `seqno` are special: -1 answers a heartbeat, -2 is out of band (the datanode is
// about to restart, and says so whether a packet waits or not).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/protocol/transfer/packet.pb.h"
#include "common/protocol/transfer/status.pb.h"

namespace mammoth::transfer {

using Status = ::hadoop::hdfs::Status;

inline constexpr std::int64_t kOutOfBandSeqno = -2;  // Hadoop: UNKOWN_SEQNO
inline constexpr std::size_t kMaxPipelineNodes = 1024;

// Hadoop's PipelineAck.ECN: explicit congestion notification.
enum class Congestion : std::uint8_t {
  kDisabled = 0,
  kSupported = 1,
  kSupported2 = 2,
  kCongested = 3
};
// Hadoop's PipelineAck.SLOW: the node's own opinion of its disks and links.
enum class Slowness : std::uint8_t { kDisabled = 0, kNormal = 1, kSlow = 2, kReserved = 3 };

struct AckReply {
  Status status = Status::SUCCESS;
  Congestion congestion = Congestion::kDisabled;
  Slowness slowness = Slowness::kDisabled;
  bool operator==(const AckReply&) const = default;
};

std::uint32_t encode_ack_flag(const AckReply& reply);
// Statuses that do not exist throw MalformedInput.
AckReply decode_ack_flag(std::uint32_t flag);

struct PipelineAck {
  std::int64_t seqno = 0;
  std::vector<AckReply> replies;
  std::uint64_t downstream_ack_nanos =
      0;  // how long the nodes downstream took; 0 when there are none

  bool operator==(const PipelineAck&) const = default;

  bool is_success() const { return !first_bad(); }
  // Index of the first reply that is not SUCCESS: which node of the pipeline to blame.
  std::optional<std::size_t> first_bad() const;
  // The restart (or other) notice in an out-of-band ack; nothing in any other ack.
  std::optional<Status> out_of_band() const;
};

// With statuses and flags, as Hadoop writes them.
::hadoop::hdfs::PipelineAckProto to_proto(const PipelineAck& ack);
// Flags count where they are; a peer that sends some, but not one per reply, is refused with
// MalformedInput, and so are more replies than kMaxPipelineNodes.
PipelineAck from_proto(const ::hadoop::hdfs::PipelineAckProto& proto);

}  // namespace mammoth::transfer
