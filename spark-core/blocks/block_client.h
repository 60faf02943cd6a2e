// Fetches blocks from another process of the application (block_server.h): map outputs as the
// shuffle wants them, and files by name. A block above the limit goes to a file instead of memory
// (Spark: spark.network.maxRemoteBlockSizeFetchToMem).
//
// A connection that breaks is tried again, unless nobody listens there; bytes that do not fit their
// checksum are asked for once more, since the network may be to blame. What remains is
// std::runtime_error with the peer's words. For one thread each.
#pragma once

#include <atomic>

#include "spark-core/net/frame.h"
#include "spark-core/shuffle/map_output.h"
#include "spark-core/storage/block_store.h"

namespace mammoth::spark {

struct FetchOptions {
  std::string secret{};
  std::chrono::milliseconds timeout{120'000};     // spark.network.timeout
  int retries = 3;                                // spark.shuffle.io.maxRetries
  std::chrono::milliseconds retry_wait{5'000};    // spark.shuffle.io.retryWait
  std::uint64_t most_in_memory = 64u << 20;       // larger blocks go to disk
};

std::unique_ptr<RemoteOutputs> fetch_outputs(const FetchOptions& options, LocalFiles& files,
                                             const OutputPlace& place,
                                             std::vector<MapOutputId> outputs, int reduce);

// A cached partition of another executor. Absent: it is not there any more, or too long.
std::optional<std::string> fetch_cached(const FetchOptions& options, const OutputPlace& place,
                                        BlockKey key, std::uint64_t most_bytes);
// Gives it a copy of a cached partition; false when it has no room.
bool send_copy(const FetchOptions& options, const OutputPlace& place, BlockKey key,
               StorageLevel level, std::string_view bytes);

// A file of `host`:`port` by name, up to `most_bytes`.
std::string fetch_block(const FetchOptions& options, const std::string& host, int port,
                        const std::string& name, std::uint64_t most_bytes);
// The same into a file.
void fetch_file(const FetchOptions& options, const std::string& host, int port,
                const std::string& name, const std::string& path);

}  // namespace mammoth::spark
