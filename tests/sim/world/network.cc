#include "tests/sim/world/network.h"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mammoth::sim {
namespace {

constexpr Time kFirstRetry = 200 * kMillisecond;
constexpr Time kLongestPause = 60 * kSecond;
constexpr Time kSendPatience = 924 * kSecond;     // Linux: tcp_retries2
constexpr Time kConnectPatience = 127 * kSecond;  // Linux: tcp_syn_retries
constexpr std::uint32_t kLoopback = 0x7f000001;

}  // namespace

// --- the network

void Network::cut(const Node& a, const Node& b, bool is_cut) {
  way(a, b).cut = is_cut;
  way(b, a).cut = is_cut;
}

bool Network::passes(const Node& from, const Node& to) {
  return to.powered && (&from == &to || !way(from, to).cut);
}

Time Network::latency(const Node& from, const Node& to) {
  if (&from == &to) return 5 * kMicrosecond;
  const Way& between = way(from, to);
  Time time =
      min_latency +
      static_cast<Time>(world_.random(static_cast<std::uint64_t>(max_latency - min_latency) + 1));
  if (between.loss > 0 && world_.chance(between.loss)) time += kFirstRetry;
  return std::max(time, between.clogged_until - world_.now());
}

Node* Network::host_of(std::uint32_t address, Node& caller) {
  return address == kLoopback || address == 0 ? &caller : world_.find_node(address);
}

Listener* Network::listener(const Node& node, const Address& to) {
  for (const std::uint32_t host : {to.host, 0u})
    if (const auto found = listeners_.find({node.number, {host, to.port}});
        found != listeners_.end())
      return found->second;
  return nullptr;
}

int Network::bind(Node& node, Address& address) {
  if (address.port != 0) return listener(node, address) ? EADDRINUSE : 0;
  do {
    address.port = node.next_port++;
    if (node.next_port < 32'768) node.next_port = 32'768;
  } while (listener(node, address));
  return 0;
}

void Network::listen(const Address& address, Node& node, Listener& listener) {
  listeners_[{node.number, address}] = &listener;
}

void Network::unlisten(Listener& listener) {
  std::erase_if(listeners_, [&](const auto& entry) { return entry.second == &listener; });
}

// --- listeners

std::uint32_t Listener::ready() const {
  return waiting_.empty() ? 0u : EPOLLIN;
}

std::shared_ptr<Stream> Listener::accept() {
  if (waiting_.empty()) return nullptr;
  auto stream = std::move(waiting_.front());
  waiting_.pop_front();
  return stream;
}

bool Listener::offer(const std::shared_ptr<Stream>& stream) {
  if (waiting_.size() >= backlog) return false;
  waiting_.push_back(stream);
  changed();
  return true;
}

void Listener::close(bool process_died) {
  World::here()->network().unlisten(*this);
  for (const auto& stream : waiting_) stream->close(process_died);
}

// --- beginning of a connection

int Stream::connect(const Address& to) {
  if (state_ != State::kNew) return EISCONN;
  World& world = *World::here();
  Node* const host = world.network().host_of(to.host, node());
  if (!host) return ENETUNREACH;
  state_ = State::kConnecting;
  remote = to;
  peer_node_ = host;
  if (local.port == 0) world.network().bind(node(), local);
  if (local.host == 0) local.host = host == &node() ? to.host : node().address;
  try_to_connect(kSecond, world.now() + kConnectPatience);
  return EINPROGRESS;
}

void Stream::try_to_connect(Time pause, Time give_up) {
  World& world = *World::here();
  Network& network = world.network();
  world.after(network.latency(node(), *peer_node_), [this, self = shared_from_this(), &world, pause,
                                                     give_up] {
    if (state_ != State::kConnecting || closed_) return;
    Network& net = world.network();
    const bool passes = net.passes(node(), *peer_node_) && net.passes(*peer_node_, node());
    Listener* const listener = passes ? net.listener(*peer_node_, remote) : nullptr;
    if (passes && !listener) {
      world.after(net.latency(*peer_node_, node()), [this, self] {
        if (state_ == State::kConnecting) break_with(ECONNREFUSED);
      });
      return;
    }
    const auto other = std::make_shared<Stream>(*peer_node_);
    other->local = remote;
    other->remote = local;
    other->peer_node_ = &node();
    if (listener && listener->offer(other)) {
      other->established(self);
      world.after(net.latency(*peer_node_, node()), [this, self, other] {
        if (closed_) return other->break_with(ECONNRESET);
        if (state_ == State::kConnecting) established(other);
      });
      return;
    }
    if (world.now() >= give_up) return break_with(ETIMEDOUT);
    world.after(pause, [this, self, pause, give_up] {
      if (state_ == State::kConnecting && !closed_) try_to_connect(2 * pause, give_up);
    });
  });
}

void Stream::established(const std::shared_ptr<Stream>& peer) {
  state_ = State::kConnected;
  peer_ = peer;
  changed();
  if (!under_way_.empty()) pump(kFirstRetry);
}

// --- bytes

std::uint32_t Stream::ready() const {
  if (state_ == State::kNew) return EPOLLOUT | EPOLLHUP;
  if (state_ == State::kConnecting) return 0;
  if (state_ == State::kBroken) return EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLRDHUP;
  std::uint32_t events = 0;
  if (readable_bytes() > 0 || ended_) events |= EPOLLIN;
  if (ended_) events |= EPOLLRDHUP;
  if (ended_ && sends_no_more_) events |= EPOLLHUP;
  if (room() > 0 || sends_no_more_) events |= EPOLLOUT;
  return events;
}

std::size_t Stream::room() const {
  const std::size_t window = World::here()->network().window_bytes;
  return outstanding_ >= window ? 0 : window - outstanding_;
}

ssize_t Stream::receive(std::span<const iovec> into, int flags) {
  if (state_ == State::kNew || state_ == State::kConnecting) return errno = ENOTCONN, -1;
  std::size_t done = 0;
  for (const iovec& piece : into) {
    const std::size_t count =
        std::min(piece.iov_len, readable_bytes() - ((flags & MSG_PEEK) ? done : 0));
    if (count == 0) continue;
    std::memcpy(piece.iov_base, received_.data() + read_ + ((flags & MSG_PEEK) ? done : 0), count);
    done += count;
    if (!(flags & MSG_PEEK)) read_ += count;
  }
  if (done > 0) {
    if (!(flags & MSG_PEEK)) consumed(done);
    return static_cast<ssize_t>(done);
  }
  if (error_ != 0) return errno = take_error(), -1;
  if (ended_ || state_ == State::kBroken) return 0;
  return errno = EAGAIN, -1;
}

// The peer may send as much again.
void Stream::consumed(std::size_t bytes) {
  if (read_ == received_.size()) {
    received_.clear();
    read_ = 0;
  } else if (read_ > (64 << 10)) {
    received_.erase(0, read_);
    read_ = 0;
  }
  if (!peer_) return;
  World& world = *World::here();
  world.after(world.network().latency(node(), *peer_node_), [peer = peer_, bytes] {
    const bool was_full = peer->room() == 0;
    peer->outstanding_ -= std::min(bytes, peer->outstanding_);
    if (was_full) peer->changed();
  });
}

ssize_t Stream::send(std::span<const iovec> from, int) {
  if (error_ != 0) return errno = take_error(), -1;
  if (state_ == State::kBroken || sends_no_more_) return errno = EPIPE, -1;
  if (state_ != State::kConnected) return errno = ENOTCONN, -1;
  std::string bytes;
  for (const iovec& piece : from) {
    const std::size_t count = std::min(piece.iov_len, room() - bytes.size());
    bytes.append(static_cast<const char*>(piece.iov_base), count);
    if (count < piece.iov_len) break;
  }
  if (bytes.empty()) {
    std::size_t wanted = 0;
    for (const iovec& piece : from) wanted += piece.iov_len;
    return wanted == 0 ? 0 : (errno = EAGAIN, -1);
  }
  const auto count = static_cast<ssize_t>(bytes.size());
  outstanding_ += bytes.size();
  enqueue(Kind::kBytes, std::move(bytes));
  return count;
}

void Stream::enqueue(Kind kind, std::string bytes) {
  World& world = *World::here();
  const Time now = world.now();
  Time due = now + world.network().latency(node(), *peer_node_);
  if (!under_way_.empty()) due = std::max(due, under_way_.back().due);
  under_way_.push_back({kind, std::move(bytes), due, now});
  if (!pumping_) pump(kFirstRetry);
}

// Brings the first segment there when it is due, then the next; while the way is cut, tries again
// later.
void Stream::pump(Time pause) {
  pumping_ = true;
  World& world = *World::here();
  world.at(std::max(under_way_.front().due, world.now()),
           [this, self = shared_from_this(), &world, pause] {
             pumping_ = false;
             if (state_ == State::kBroken) return;
             if (!world.network().passes(node(), *peer_node_)) {
               if (world.now() - under_way_.front().first_tried > kSendPatience)
                 return break_with(ETIMEDOUT);
               under_way_.front().due = world.now() + pause;
               return pump(std::min(2 * pause, kLongestPause));
             }
             while (!under_way_.empty() && under_way_.front().due <= world.now() &&
                    state_ != State::kBroken) {
               Segment segment = std::move(under_way_.front());
               under_way_.pop_front();
               if (peer_) peer_->arrive(segment);
             }
             if (!under_way_.empty() && state_ != State::kBroken) pump(kFirstRetry);
           });
}

void Stream::arrive(Segment& segment) {
  if (state_ == State::kBroken || closed_) {
    if (segment.kind == Kind::kBytes) reset_peer();
    return;
  }
  if (segment.kind == Kind::kEnd) {
    ended_ = true;
  } else {
    received_ += segment.bytes;
  }
  changed();
}

// --- end of a connection

void Stream::reset_peer() {
  if (!peer_) return;
  World& world = *World::here();
  world.after(world.network().latency(node(), *peer_node_),
              [self = shared_from_this(), peer = peer_, &world] {
                if (!self->node().powered || !world.network().passes(self->node(), peer->node()))
                  return;
                peer->break_with(ECONNRESET);
              });
}

void Stream::break_with(int error) {
  if (state_ == State::kBroken || closed_) return;
  state_ = State::kBroken;
  error_ = error;
  under_way_.clear();
  changed();
}

int Stream::shut_down(int how) {
  if (state_ != State::kConnected) return ENOTCONN;
  if (how != SHUT_RD && !std::exchange(sends_no_more_, true)) enqueue(Kind::kEnd, {});
  if (how != SHUT_WR) ended_ = true;
  changed();
  return 0;
}

// A process that dies closes as one does that goes on.
void Stream::close(bool /*process_died*/) {
  if (closed_) return;
  closed_ = true;
  if (state_ != State::kConnected) return;
  if (!node().powered) {
    state_ = State::kBroken;  // nobody is told; who sends here after power is back is reset
    under_way_.clear();
  } else if (readable_bytes() > 0) {
    reset_peer();
    state_ = State::kBroken;
    under_way_.clear();
  } else if (!std::exchange(sends_no_more_, true)) {
    enqueue(Kind::kEnd, {});
  }
}

}  // namespace mammoth::sim
