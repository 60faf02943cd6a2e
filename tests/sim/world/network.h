// TCP between the nodes of a world. A connection is two streams; what one sends arrives at the
// other after the latency of the way between them, in order, whole or later. A way can be cut, in
// one or both directions: then what was sent waits, is sent again, and after a quarter of an hour
// the connection breaks. A way can lose segments, which then come later, and be clogged for a
// while.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "tests/sim/world/descriptors.h"

namespace mammoth::sim {

struct Address {
  std::uint32_t host = 0;
  std::uint16_t port = 0;
  auto operator<=>(const Address&) const = default;
};

// From one node to another.
struct Way {
  bool cut = false;
  double loss = 0;         // of segments
  Time clogged_until = 0;  // nothing arrives before
};

class Listener;
class Stream;

class Network {
 public:
  explicit Network(World& world) : world_(world) {}

  Way& way(const Node& from, const Node& to) { return ways_[{from.number, to.number}]; }
  // Both directions.
  void cut(const Node& a, const Node& b, bool is_cut);
  // Every way is whole again.
  void heal() { ways_.clear(); }

  Time min_latency = 50 * kMicrosecond;
  Time max_latency = 500 * kMicrosecond;
  std::size_t window_bytes = 256 << 10;  // sent and not yet read

  // --- for the streams
  bool passes(const Node& from, const Node& to);
  // How long a segment travels that passes.
  Time latency(const Node& from, const Node& to);
  // Where a connection to `to` ends; the calling node's own for its loopback.
  Node* host_of(std::uint32_t address, Node& caller);
  Listener* listener(const Node& node, const Address& to);
  // 0 or errno.
  int bind(Node& node, Address& address);
  void listen(const Address& address, Node& node, Listener& listener);
  void unlisten(Listener& listener);

 private:
  World& world_;
  std::map<std::pair<int, int>, Way> ways_;
  std::map<std::pair<int, Address>, Listener*> listeners_;
};

// A stream socket before it is anything, one end of a connection, or one that is broken.
class Stream final : public Descriptor, public std::enable_shared_from_this<Stream> {
 public:
  explicit Stream(Node& owner) : Descriptor(owner) {}

  std::uint32_t ready() const override;
  ssize_t receive(std::span<const iovec> into, int flags) override;
  ssize_t send(std::span<const iovec> from, int flags) override;
  void close(bool process_died) override;

  // As connect(2) of a socket that does not block: EINPROGRESS or an error.
  int connect(const Address& to);
  int shut_down(int how);
  int take_error() { return std::exchange(error_, 0); }
  bool connected() const { return state_ == State::kConnected; }
  std::size_t readable_bytes() const { return received_.size() - read_; }
  std::size_t room() const;

  Address local;
  Address remote;

 private:
  enum class State { kNew, kConnecting, kConnected, kBroken };
  enum class Kind { kBytes, kEnd };
  struct Segment {
    Kind kind;
    std::string bytes;
    Time due;
    Time first_tried;
  };

  void try_to_connect(Time pause, Time give_up);
  void established(const std::shared_ptr<Stream>& peer);
  void enqueue(Kind kind, std::string bytes);
  void pump(Time pause);
  void arrive(Segment& segment);
  void reset_peer();
  void break_with(int error);
  void consumed(std::size_t bytes);

  State state_ = State::kNew;
  std::shared_ptr<Stream> peer_;  // kept until both are closed
  Node* peer_node_ = nullptr;
  std::string received_;
  std::size_t read_ = 0;         // of received_
  std::size_t outstanding_ = 0;  // sent, and not yet read by the peer
  bool ended_ = false;           // the peer sends no more
  bool sends_no_more_ = false;
  bool closed_ = false;
  int error_ = 0;
  std::deque<Segment> under_way_;  // to the peer
  bool pumping_ = false;
};

class Listener final : public Descriptor {
 public:
  using Descriptor::Descriptor;
  std::uint32_t ready() const override;
  void close(bool process_died) override;
  std::shared_ptr<Stream> accept();
  bool offer(const std::shared_ptr<Stream>& stream);
  std::size_t backlog = 128;
  Address local;

 private:
  std::deque<std::shared_ptr<Stream>> waiting_;
};

}  // namespace mammoth::sim
