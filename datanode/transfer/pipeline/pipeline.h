// What the two directions of a write share: packets come down from the client through each datanode,
// acks come back up (Hadoop: BlockReceiver and its PacketResponder).
//
//             packets →                  packets →
//   upstream ═══════════> packet relay ═══════════> mirror
//      ^                   │ disk                     │
//      │        ack queue  v                          │
//      └──────────────── ack relay <──────────────────┘
//               ← acks                    ← acks
//
// The last node has no mirror: its packet relay answers at once and there is no ack relay. Between
// datanodes (a copy) nothing is acknowledged.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "common/async/event.h"
#include "common/transfer/ack.h"
#include "datanode/replicas/replica_writer.h"
#include "datanode/transfer/conversation.h"
#include "datanode/transfer/pipeline/mirror.h"

namespace mammoth::datanode {

// A packet that is on this disk and whose ack has not come from the mirror.
struct AwaitedAck {
  std::int64_t seqno = 0;
  std::uint64_t end_offset = 0;
  bool is_last = false;
  transfer::Status status = transfer::Status::SUCCESS;
  std::chrono::steady_clock::time_point passed_on;
};

// What the kind of write decides.
struct PipelineRules {
  bool acknowledges = true;         // a client writes; not a copy between datanodes
  bool verifies = true;             // last node, copy, or other checksums on disk than on the wire
  bool recomputes_checksums = false;  // the replica keeps another kind than the client sends
  DataChecksum wire_checksum;
  bool drop_behind = false;         // forget in the page cache what was written
  bool sync_behind = false;         // start writing out as data arrives
  BalanceThrottler* throttler = nullptr;
  // Of a move for the balancer: tell the one who asked, now and then, that it goes on.
  std::function<Task<>()> report_progress{};
};

// Lives through one write, on the conversation's thread.
struct Pipeline {
  Conversation& conversation;
  transfer::PacketStream& upstream;  // where the packets come from
  ReplicaWriter& replica;
  Mirror* mirror = nullptr;
  const PipelineRules rules;

  std::deque<AwaitedAck> awaited{};  // bounded by what a client keeps in flight, see kMaxAwaited
  Event changed;                     // awaited grew or shrank
  bool syncs_names = false;          // the last packet asked for durability

  static constexpr std::size_t kMaxAwaited = 4096;

  // → FINALIZED, known to the NameNode. The last node of a pipeline waits for its answer, see
  // TransferOptions::report_hold. Refusals are exceptions here: the pipeline cannot go on.
  void finalize(bool hold);
};

}  // namespace mammoth::datanode
