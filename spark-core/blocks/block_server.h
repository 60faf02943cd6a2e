// Serves the files of a process to others of the application (Spark: NettyBlockTransferService, and
// the driver's file server): parts of map outputs, and files by name: broadcast values, results too
// large for a message, the job's library.
//
//   request   kOutput  shuffle i32 | map task i64 | reduce i32        kFile  name
//             kCached  rdd i32 | partition i32
//   answer    kBlock   length u64 | checksum u32, then the bytes      kNoBlock  why
//
//   request   kKeep    rdd i32 | partition i32 | level 4 bytes | length u64 | checksum u32
//   answer    kGoOn    then the requester sends the bytes             kNoBlock  why
//   answer    kKept                                                   kNoBlock  why
//
// Requests may be sent ahead; answers come in their order. What limits the memory of a transfer is
// the connection's own flow control: bytes wait in the file until they are asked for.
#pragma once

#include "spark-core/net/frame.h"
#include "spark-core/storage/block_store.h"
#include "spark-core/storage/local_files.h"

namespace mammoth::spark {

enum class BlockMessage : std::uint8_t {
  kOutput = 1,
  kFile,
  kBlock,
  kNoBlock,
  kCached,
  kKeep,
  kGoOn,
  kKept
};
inline constexpr std::size_t kMostRequestBytes = 1024;

// Names of files that are removed once they were sent.
inline constexpr std::string_view kResultPrefix = "taskresult_";

// Answers `first` and all that follows until the peer leaves (ConnectionLost). Runs on the
// connection's thread. `cached` may be null: then there are no cached partitions, and no room.
void serve_blocks(net::Socket& socket, const net::Frame& first, LocalFiles& files,
                  BlockStore* cached = nullptr);

}  // namespace mammoth::spark
