// A world in which time, threads, network and disks are simulated: one seed makes one history.
//
// Threads are real ones, but only the one that holds the baton runs. Whatever would block it (a
// mutex, a condition, a socket, a sleep) hands the baton to another that can run, chosen by the
// seed; when none can, the clock jumps to the next event. What the C library offers for all this is
// defined by this program anew (locks.cc, clocks.cc, descriptors.cc, sockets.cc, files.cc ...) and
// leads here while a world is there, and to the C library otherwise.
//
// Thread-safety: everything is called with the baton in hand, so nothing is locked.
#pragma once

#include <pthread.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mammoth::sim {

using Time = std::int64_t;  // nanoseconds since the world began

constexpr Time kMicrosecond = 1'000;
constexpr Time kMillisecond = 1'000'000;
constexpr Time kSecond = 1'000'000'000;
constexpr Time kHour = 3600 * kSecond;
constexpr Time kEpoch = 1'700'000'000 * kSecond;  // what a node's wall clock says at the beginning

// What the disks of a node do instead of their work.
struct DiskFaults {
  int write_error = 0;  // errno of every write, or 0
  int read_error = 0;
  Time sync_time = 0;  // what a sync takes on top of the usual
};

// A machine: it has an address, a clock, disks, and threads (at most one process of them).
struct Node {
  int number = 0;
  std::string name;
  std::uint32_t address = 0;  // IPv4, host byte order
  bool powered = true;        // without power nothing is received and nothing refused
  Time wall_offset = 0;       // its wall clock is off by that much
  DiskFaults disk;
  std::uint16_t next_port = 32'768;
  int incarnation = 0;  // counts its processes
};

struct Thread {
  enum class State { kRunnable, kRunning, kBlocked, kFinished, kKilled };
  int number = 0;
  Node* node = nullptr;
  State state = State::kRunnable;
  std::uint32_t baton = 0;  // a futex: 1 when it may go on
  std::uint64_t waits = 0;  // how often it has waited; a wake-up names the time it means
  bool timed_out = false;
  int exit_rounds = 0;
  pthread_t real{};
  long system_id = 0;
  bool detached = false;
  bool joined = false;
  Thread* joiner = nullptr;
  void* (*start)(void*) = nullptr;
  void* argument = nullptr;
  void* result = nullptr;
};

class Network;
class Descriptors;

class World {
 public:
  explicit World(std::uint64_t seed);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Of the calling thread; null outside of any world.
  static World* here();
  static Thread& current();

  // Runs `story` on the calling thread, which becomes the first of the node "world". When it ends,
  // the process must end too: other threads may still be waiting. See history.h.
  void run(const std::function<void()>& story);

  Node& add_node(std::string name);
  Node& node(std::size_t number) { return *nodes_.at(number); }
  std::size_t node_count() const { return nodes_.size(); }
  Node* find_node(std::uint32_t address);
  Node* find_node(std::string_view name);
  // A thread on a node, as its process would start it.
  void spawn(Node& node, std::function<void()> work);
  // The node's process is gone: kill -9. Its threads never run again, its connections are reset.
  void kill(Node& node);
  // The same for the whole machine: nobody is told, until it has power again.
  void cut_power(Node& node);
  // A node whose process is gone gets ready for the next.
  void revive(Node& node);

  Time now() const { return now_; }
  void pass(Time time) { now_ += time; }
  std::uint64_t random(std::uint64_t below) { return below == 0 ? 0 : random_() % below; }
  bool chance(double probability);
  std::mt19937_64& dice() { return random_; }

  // --- for the parts of the world
  using Event = std::function<void()>;
  // The event happens between two threads' turns, and must not block.
  void at(Time time, Event event);
  void after(Time time, Event event) { at(now_ + time, std::move(event)); }
  // Lets others run; the calling thread goes on at some time.
  void yield();
  // Waits for wake(); false when the deadline came first.
  bool block(std::optional<Time> deadline = std::nullopt);
  void wake(Thread& thread);
  void sleep(Time time) { block(now_ + time); }

  int create_thread(pthread_t* id, const pthread_attr_t* attributes, void* (*start)(void*),
                    void* argument, Node& node);
  Thread* find_thread(pthread_t id);
  int join(pthread_t id, void** result);
  int detach(pthread_t id);

  Network& network() { return *network_; }
  Descriptors& descriptors() { return *descriptors_; }

  // What has happened so far, in one number; the same seed gives the same.
  std::uint64_t trace() const { return trace_; }
  void note(std::uint64_t what);
  std::uint64_t switches() const { return switches_; }
  std::size_t thread_count() const { return threads_.size(); }

 private:
  struct Due {
    Time time;
    std::uint64_t order;
    bool operator>(const Due& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };
  static void* run_thread(void* thread);
  static void leave_thread(void* thread);
  void finish(Thread& thread);
  Thread& choose();
  void run_due_events();
  void hand_over(Thread& to);
  void take(Thread& thread);
  void switch_from(Thread& thread);
  void end_threads_of(Node& node);
  [[noreturn]] void report_standstill();

  std::mt19937_64 random_;
  Time now_ = 0;
  std::uint64_t trace_ = 0xcbf29ce484222325;
  std::uint64_t switches_ = 0;
  std::uint64_t event_order_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::map<std::uint64_t, Event> events_;  // by order
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::vector<Thread*> runnable_;
  void reap(Thread& thread);
  Thread* leaving_ = nullptr;  // has ended, but the system still takes it apart
  std::unique_ptr<Network> network_;
  std::unique_ptr<Descriptors> descriptors_;
};

// Threads that wait for something at an address (a mutex, a futex ...), in the order of their
// coming.
class Waiters {
 public:
  // False when the deadline came first.
  bool wait(const void* at, std::optional<Time> deadline = std::nullopt);
  // Wakes up to `count`; answers how many.
  int wake(const void* at, int count);
  bool empty() const { return waiting_.empty(); }

 private:
  std::map<const void*, std::deque<Thread*>> waiting_;
};

}  // namespace mammoth::sim
