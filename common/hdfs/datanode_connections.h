// Connections to DataNodes' transfer ports, with a small store of idle ones (Hadoop: PeerCache).
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "common/async/task.h"
#include "common/hdfs/client_settings.h"
#include "common/transfer/packet_stream.h"

namespace hadoop::hdfs {
class DatanodeIDProto;
}

namespace mammoth::hdfs {

// One conversation at a time, on an event loop of its own that the calling thread drives
// (event_loop.h).
struct DatanodeConnection {
  DatanodeConnection(std::unique_ptr<asio::io_context> io, asio::ip::tcp::socket socket,
                     std::string peer, bool was_idle)
      : loop(std::move(io)),
        stream(std::move(socket)),
        peer_name(std::move(peer)),
        reused(was_idle) {}
  std::unique_ptr<asio::io_context> loop;  // declared first: outlives the stream
  transfer::PacketStream stream;
  std::string peer_name;  // ip:port
  bool reused;            // it may have been closed by its DataNode meanwhile
};

// Thread-safe.
class DatanodeConnections {
 public:
  explicit DatanodeConnections(const ClientSettings& settings) : settings_(settings) {}

  // An idle connection to the node, or a new one. Throws boost::system::system_error or
  // DeadlineExceeded when the node cannot be reached.
  std::unique_ptr<DatanodeConnection> acquire(const ::hadoop::hdfs::DatanodeIDProto& node,
                                              bool allow_reuse);
  // Takes back one that stands between two operations. The oldest goes when there are too many.
  void release(std::unique_ptr<DatanodeConnection> connection);

 private:
  struct Idle {
    std::unique_ptr<DatanodeConnection> connection;
    std::chrono::steady_clock::time_point since;
  };
  std::unique_ptr<DatanodeConnection> take_idle(const std::string& peer_name);
  std::optional<asio::ip::tcp::socket> connect_local(
      asio::io_context& loop, const ::hadoop::hdfs::DatanodeIDProto& node) const;

  const ClientSettings settings_;
  std::mutex mutex_;
  std::deque<Idle> idle_;  // guarded by mutex_; oldest first
};

// "ip:port" or "host:port", as the client is configured to dial.
std::string transfer_address(const ::hadoop::hdfs::DatanodeIDProto& node, bool use_hostname);

}  // namespace mammoth::hdfs
