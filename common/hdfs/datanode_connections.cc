#include "common/hdfs/datanode_connections.h"

#include <fmt/format.h>

#include "common/hdfs/event_loop.h"
#include "common/net/dialer.h"
#include "common/protocol/hdfs/datanode_info.pb.h"

namespace mammoth::hdfs {

namespace {
constexpr std::size_t kMaxIdle = 16;  // dfs.client.socketcache.capacity
constexpr auto kIdleLimit =
    std::chrono::milliseconds(3000);  // below the DataNode's keepalive of 4 s
}  // namespace

std::string transfer_address(const ::hadoop::hdfs::DatanodeIDProto& node, bool use_hostname) {
  return fmt::format("{}:{}", use_hostname ? node.hostname() : node.ipaddr(), node.xferport());
}

std::unique_ptr<DatanodeConnection> DatanodeConnections::take_idle(const std::string& peer_name) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  while (!idle_.empty() && now - idle_.front().since > kIdleLimit) idle_.pop_front();
  for (auto it = idle_.rbegin(); it != idle_.rend(); ++it) {
    if (it->connection->peer_name != peer_name) continue;
    auto connection = std::move(it->connection);
    idle_.erase(std::next(it).base());
    connection->reused = true;
    return connection;
  }
  return nullptr;
}

std::unique_ptr<DatanodeConnection> DatanodeConnections::acquire(
    const ::hadoop::hdfs::DatanodeIDProto& node, bool allow_reuse) {
  std::string name = transfer_address(node, settings_.use_datanode_hostname);
  if (allow_reuse)
    if (auto idle = take_idle(name)) return idle;
  auto loop = std::make_unique<asio::io_context>(1);
  HostPort target{settings_.use_datanode_hostname ? node.hostname() : node.ipaddr(),
                  static_cast<std::uint16_t>(node.xferport())};
  auto socket = run(*loop, dial(std::move(target), settings_.socket_timeout));
  return std::make_unique<DatanodeConnection>(std::move(loop), std::move(socket), std::move(name),
                                              false);
}

void DatanodeConnections::release(std::unique_ptr<DatanodeConnection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() >= kMaxIdle) idle_.pop_front();
  idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
}

}  // namespace mammoth::hdfs
