// Sends a range of a replica as packets (Hadoop: BlockSender). The checksums come from the meta file as
// they are; who receives them verifies. The data goes from the page cache to the socket by sendfile(2),
// which costs a third of what reading and writing, or writing from a mapping, cost when measured.
#pragma once

#include <cstdint>
#include <string>

#include "common/transfer/packet_stream.h"
#include "datanode/replicas/replica_reader.h"
#include "datanode/transfer/idle_limit.h"
#include "datanode/transfer/throttler.h"

namespace mammoth::datanode {

struct SendPlan {
  std::uint64_t readahead_bytes = 0;     // 0: leave it to the kernel
  bool drop_behind = false;              // forget in the page cache what was sent
  BalanceThrottler* throttler = nullptr;
  Duration idle_limit = std::chrono::seconds(480);
  std::string preamble{};                // bytes that go before the first packet
};

// From reader.start() to reader.end(), and the empty packet that ends a block. Throws DiskError when
// reading fails, boost::system::system_error when the connection does, DeadlineExceeded when the
// receiver takes nothing for too long.
Task<> send_packets(transfer::PacketStream& stream, ReplicaReader& reader, SendPlan plan);

}  // namespace mammoth::datanode
