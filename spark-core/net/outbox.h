// Messages on their way to a peer: they wait in a queue that a thread of its own sends, so that a
// peer which stands still holds up nobody. Thread-safe but for close().
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "spark-core/net/frame.h"

namespace mammoth::spark::net {

class Outbox {
 public:
  explicit Outbox(Socket& socket);
  ~Outbox() { close(); }
  // Ends the connection and sends nothing more; the socket must live until then. Idempotent; by the
  // connection's own thread.
  void close();
  // Breaks the connection, so that the thread that reads it hears of it; nothing after close().
  void interrupt();
  void post(std::uint8_t kind, std::string body);

 private:
  void send();

  Socket& socket_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Frame> waiting_;  // guarded by mutex_
  bool closing_ = false;       // guarded by mutex_
  std::thread sender_;
};

}  // namespace mammoth::spark::net
