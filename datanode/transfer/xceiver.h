// One accepted connection and the thread that serves it (Hadoop: DataXceiver).
//
// The thread has an io_context of its own, so that the conversation is written as coroutines, nothing in
// it needs a lock, and a disk that hangs holds up this connection only.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "common/async/task.h"
#include "common/base/file_handle.h"
#include "datanode/transfer/conversation.h"

namespace mammoth::datanode {

// Made with an empty socket, into which a connection is accepted; then start(). Destruction stops the
// conversation where it stands and waits for its thread.
class Xceiver {
 public:
  // `context` must outlive this.
  explicit Xceiver(const TransferContext& context);
  ~Xceiver();
  Xceiver(const Xceiver&) = delete;
  Xceiver& operator=(const Xceiver&) = delete;

  // To be accepted into, before start().
  asio::ip::tcp::socket& socket() { return *socket_; }
  // Instead of accepting into it: a connected Unix domain socket (packet_stream.h).
  void take_domain_socket(FileHandle socket);
  // `on_end` is called on the conversation's thread, as the last thing it does.
  void start(std::function<void(Xceiver&)> on_end);

  // Thread-safe. Ends the conversation without a goodbye: its coroutines are destroyed, and with them
  // sockets, files and unfinished copies.
  void stop();
  // The same if it is writing a replica for a client (Hadoop: evictWriters).
  void stop_if_writing();

 private:
  void run(const std::function<void(Xceiver&)>& on_end);
  Task<> serve();
  Task<> serve_operations(Conversation& conversation);
  Task<After> run_operation(Conversation& conversation, transfer::OpRequest request);

  const TransferContext& context_;
  std::mutex mutex_;
  std::unique_ptr<asio::io_context> io_;  // guarded by mutex_ once started; none when it has ended
  std::optional<asio::ip::tcp::socket> socket_;  // until the thread takes it
  bool is_domain_ = false;
  std::atomic<bool> is_writing_ = false;
  std::thread thread_;
};

}  // namespace mammoth::datanode
