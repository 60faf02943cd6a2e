#include "common/hdfs/datanode_connections.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>

#include "common/base/log.h"
#include "common/hdfs/event_loop.h"
#include "common/hdfs/own_addresses.h"
#include "common/net/dialer.h"
#include "common/net/domain_socket.h"
#include "common/protocol/hdfs/datanode_info.pb.h"

namespace mammoth::hdfs {

namespace {

// Whether the DataNode has hung up, or said something that nobody asked for.
bool is_over(asio::ip::tcp::socket& socket) {
  char byte;
  return ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 ||
         (errno != EAGAIN && errno != EWOULDBLOCK);
}

}  // namespace

std::string transfer_address(const ::hadoop::hdfs::DatanodeIDProto& node, bool use_hostname) {
  return fmt::format("{}:{}", use_hostname ? node.hostname() : node.ipaddr(), node.xferport());
}

std::unique_ptr<DatanodeConnection> DatanodeConnections::take_idle(const std::string& peer_name) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  while (!idle_.empty() && now - idle_.front().since > settings_.idle_connection_expiry)
    idle_.pop_front();
  for (auto it = idle_.rbegin(); it != idle_.rend(); ++it) {
    if (it->connection->peer_name != peer_name) continue;
    auto connection = std::move(it->connection);
    idle_.erase(std::next(it).base());
    if (is_over(connection->stream.socket())) return nullptr;
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
  if (auto local = connect_local(*loop, node))
    return std::make_unique<DatanodeConnection>(std::move(loop), std::move(*local), std::move(name),
                                                false);
  HostPort target{settings_.use_datanode_hostname ? node.hostname() : node.ipaddr(),
                  static_cast<std::uint16_t>(node.xferport())};
  auto socket = run(*loop, dial(std::move(target), settings_.socket_timeout));
  return std::make_unique<DatanodeConnection>(std::move(loop), std::move(socket), std::move(name),
                                              false);
}

// Over the DataNode's domain socket, when that is wanted and works.
std::optional<asio::ip::tcp::socket> DatanodeConnections::connect_local(
    asio::io_context& loop, const ::hadoop::hdfs::DatanodeIDProto& node) const {
  if (!settings_.domain_data_traffic || !is_own_address(node.ipaddr())) return {};
  const auto path =
      domain_socket_path(settings_.domain_socket_path, static_cast<std::uint16_t>(node.xferport()));
  try {
    asio::ip::tcp::socket socket(loop);
    auto connected = connect_domain_socket(path);
    socket.assign(asio::ip::tcp::v4(), connected.get());
    connected.release();
    return socket;
  } catch (const boost::system::system_error& e) {
    log::warn("client", "cannot reach {}: {}; going on with TCP", path, e.code().message());
    return {};
  }
}

void DatanodeConnections::release(std::unique_ptr<DatanodeConnection> connection) {
  if (settings_.idle_connections == 0) return;
  const std::lock_guard lock(mutex_);
  if (idle_.size() >= settings_.idle_connections) idle_.pop_front();
  idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
}

}  // namespace mammoth::hdfs
