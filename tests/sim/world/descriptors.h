// What stands behind the file descriptors of a world that are not files: sockets, event and timer
// descriptors, epoll. Each has a real number, so that none is given twice.
#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "tests/sim/world/world.h"

namespace mammoth::sim {

class Epoll;
class Stream;

class Descriptor {
 public:
  explicit Descriptor(Node& node) : node_(node) {}
  virtual ~Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  // EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP: what would not block now.
  virtual std::uint32_t ready() const = 0;
  // As readv and writev of a descriptor that does not block: -1 and errno.
  virtual ssize_t receive(std::span<const iovec> into, int flags);
  virtual ssize_t send(std::span<const iovec> from, int flags);
  // The last descriptor is closed; with the process, or by it.
  virtual void close(bool process_died) { (void)process_died; }

  Node& node() const { return node_; }
  bool blocks = true;

  // Waits until one of `events` is ready; false when the deadline came first.
  bool wait_for(std::uint32_t events, std::optional<Time> deadline = std::nullopt);
  // Something about it is different: whoever waits looks again.
  void changed();
  void add_watch(Epoll& epoll, int number) { watches_.insert({&epoll, number}); }
  void remove_watch(Epoll& epoll, int number) { watches_.erase({&epoll, number}); }
  const std::set<std::pair<Epoll*, int>>& watches() const { return watches_; }
  void add_waiting(Thread& thread) { waiting_.push_back(&thread); }
  void remove_waiting(Thread& thread) { std::erase(waiting_, &thread); }

 private:
  Node& node_;
  std::set<std::pair<Epoll*, int>> watches_;  // looked at in the order of marks, see Epoll
  std::vector<Thread*> waiting_;
};

// All of a world, by number; and the numbers of files that are open, so that they end with their
// node.
class Descriptors {
 public:
  // -1 when the system has no more.
  int add(std::shared_ptr<Descriptor> descriptor);
  std::shared_ptr<Descriptor> find(int number) const;
  template <class T>
  std::shared_ptr<T> find_as(int number) const {
    return std::dynamic_pointer_cast<T>(find(number));
  }
  // A stream that has a local address begins to listen, under the same number. 0 or errno.
  int listen(int number, Stream& stream, std::size_t backlog);
  // False: it is none of these.
  bool close(int number);
  void close_all(Node& node);

  void opened_file(int number, Node& node) { files_[number] = &node; }
  void closed_file(int number) { files_.erase(number); }

 private:
  void drop(int number, bool process_died);

  std::map<int, std::shared_ptr<Descriptor>> all_;
  std::map<int, Node*> files_;
};

}  // namespace mammoth::sim
