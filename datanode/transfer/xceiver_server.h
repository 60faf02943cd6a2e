// Accepts connections for block transfer and owns their conversations (Hadoop: DataXceiverServer).
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "common/async/task.h"
#include "common/base/result.h"
#include "datanode/transfer/xceiver.h"

namespace mammoth::datanode {

// start(), then stop(), each once and from one thread; the rest from any.
class XceiverServer {
 public:
  // `context` must outlive this.
  explicit XceiverServer(const TransferContext& context);
  ~XceiverServer();  // stops
  XceiverServer(const XceiverServer&) = delete;
  XceiverServer& operator=(const XceiverServer&) = delete;

  // Binds and begins to accept, on the domain socket too if there is one. Refusals are those of listen()
  // (common/net/listener.h) and of common/net/domain_socket.h.
  Result<void> start();
  // Accepts no more, ends all conversations and waits for their threads.
  void stop();

  std::uint16_t port() const { return port_; }
  // Conversations under way; new ones beyond the limit, TransferOptions::max_conversations at first, are
  // closed at once.
  std::size_t active() const { return active_; }
  void set_max_conversations(std::size_t limit) { max_conversations_ = limit; }
  void evict_writers();

 private:
  Result<void> start_domain();
  Task<> accept_all(asio::ip::tcp::acceptor acceptor);
  Task<> accept_all_domain(asio::local::stream_protocol::acceptor acceptor);
  void admit(std::unique_ptr<Xceiver> xceiver);
  void ended(Xceiver& xceiver);
  void bury();

  const TransferContext& context_;
  asio::io_context io_{1};
  std::thread acceptor_thread_;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> active_ = 0;
  std::atomic<std::size_t> max_conversations_;

  std::mutex mutex_;
  bool stopping_ = false;                         // guarded by mutex_
  std::list<std::unique_ptr<Xceiver>> living_;    // guarded by mutex_
  std::list<std::unique_ptr<Xceiver>> departed_;  // guarded by mutex_; ended, to be destroyed elsewhere
};

}  // namespace mammoth::datanode
