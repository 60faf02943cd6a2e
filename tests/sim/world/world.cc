#include "tests/sim/world/world.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdio>
#include <cstdlib>

#include "tests/sim/world/descriptors.h"
#include "tests/sim/world/network.h"
#include "tests/sim/world/real.h"

namespace mammoth::sim {
namespace {

World* g_world = nullptr;
thread_local Thread* t_current = nullptr;
pthread_key_t g_exit_key;

// Other keys' destructors and those of thread_local objects run before a thread hands the baton on.
constexpr int kExitRounds = 3;
constexpr std::size_t kStackBytes = 4 << 20;

void wait_for_baton(Thread& thread) {
  std::atomic_ref<std::uint32_t> baton(thread.baton);
  while (baton.load(std::memory_order_acquire) == 0)
    REAL(syscall)(SYS_futex, &thread.baton, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
  baton.store(0, std::memory_order_relaxed);
}

void give_baton(Thread& thread) {
  std::atomic_ref<std::uint32_t>(thread.baton).store(1, std::memory_order_release);
  REAL(syscall)(SYS_futex, &thread.baton, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace

World::World(std::uint64_t seed) : random_(seed) {
  network_ = std::make_unique<Network>(*this);
  descriptors_ = std::make_unique<Descriptors>();
  add_node("world");
}
World::~World() = default;

World* World::here() {
  return t_current ? g_world : nullptr;
}
Thread& World::current() {
  return *t_current;
}

void World::run(const std::function<void()>& story) {
  ::pthread_key_create(&g_exit_key, &World::leave_thread);
  auto& first = *threads_.emplace_back(std::make_unique<Thread>());
  first.node = nodes_.front().get();
  first.state = Thread::State::kRunning;
  first.real = ::pthread_self();
  g_world = this;
  t_current = &first;
  story();
  t_current = nullptr;
}

Node& World::add_node(std::string name) {
  auto& node = *nodes_.emplace_back(std::make_unique<Node>());
  node.number = static_cast<int>(nodes_.size()) - 1;
  node.name = std::move(name);
  node.address = 0x0a000000 + static_cast<std::uint32_t>(node.number) + 1;  // 10.0.0.1 ...
  return node;
}

Node* World::find_node(std::uint32_t address) {
  const auto found =
      std::ranges::find(nodes_, address, [](const auto& node) { return node->address; });
  return found == nodes_.end() ? nullptr : found->get();
}

Node* World::find_node(std::string_view name) {
  const auto found = std::ranges::find(nodes_, name, [](const auto& node) { return node->name; });
  return found == nodes_.end() ? nullptr : found->get();
}

bool World::chance(double probability) {
  return static_cast<double>(random_() >> 11) * 0x1p-53 < probability;
}

void World::note(std::uint64_t what) {
  for (int i = 0; i < 8; ++i) trace_ = (trace_ ^ ((what >> (8 * i)) & 0xff)) * 0x100000001b3;
}

// --- threads

void World::spawn(Node& node, std::function<void()> work) {
  pthread_t id{};
  const auto start = [](void* argument) -> void* {
    const std::unique_ptr<std::function<void()>> owned(
        static_cast<std::function<void()>*>(argument));
    (*owned)();
    return nullptr;
  };
  if (create_thread(&id, nullptr, start, new std::function<void()>(std::move(work)), node) == 0)
    detach(id);
}

int World::create_thread(pthread_t* id, const pthread_attr_t* attributes, void* (*start)(void*),
                         void* argument, Node& node) {
  auto& thread = *threads_.emplace_back(std::make_unique<Thread>());
  thread.number = static_cast<int>(threads_.size()) - 1;
  thread.node = &node;
  thread.start = start;
  thread.argument = argument;
  int detached = PTHREAD_CREATE_JOINABLE;
  if (attributes) ::pthread_attr_getdetachstate(attributes, &detached);
  thread.detached = detached == PTHREAD_CREATE_DETACHED;
  pthread_attr_t own;
  ::pthread_attr_init(&own);
  ::pthread_attr_setstacksize(&own, kStackBytes);
  const int error = REAL(pthread_create)(&thread.real, &own, &World::run_thread, &thread);
  ::pthread_attr_destroy(&own);
  if (error != 0) {
    std::fprintf(stderr, "simulation: no thread %d: error %d\n", thread.number, error);
    std::abort();
  }
  *id = thread.real;
  runnable_.push_back(&thread);
  return 0;
}

void* World::run_thread(void* argument) {
  auto& thread = *static_cast<Thread*>(argument);
  thread.system_id = REAL(syscall)(SYS_gettid);
  wait_for_baton(thread);
  t_current = &thread;
  g_world->take(thread);
  ::pthread_setspecific(g_exit_key, &thread);
  return thread.result = thread.start(thread.argument);
}

void World::leave_thread(void* argument) {
  auto& thread = *static_cast<Thread*>(argument);
  if (++thread.exit_rounds < kExitRounds)
    ::pthread_setspecific(g_exit_key, &thread);
  else
    g_world->finish(thread);
}

// From here on nothing of the world is touched by this thread; who comes next waits for its end.
void World::finish(Thread& thread) {
  thread.state = Thread::State::kFinished;
  leaving_ = &thread;
  if (thread.joiner) wake(*thread.joiner);
  Thread& next = choose();
  t_current = nullptr;
  give_baton(next);
}

Thread* World::find_thread(pthread_t id) {
  for (auto thread = threads_.rbegin(); thread != threads_.rend(); ++thread)
    if ((*thread)->real == id && !(*thread)->joined) return thread->get();
  return nullptr;
}

int World::join(pthread_t id, void** result) {
  Thread* thread = find_thread(id);
  if (!thread) return ESRCH;
  thread->joiner = &current();
  while (thread->state != Thread::State::kFinished) block();
  reap(*thread);
  if (result) *result = thread->result;
  return 0;
}

int World::detach(pthread_t id) {
  Thread* thread = find_thread(id);
  if (!thread) return ESRCH;
  thread->detached = true;
  if (thread->state == Thread::State::kFinished && thread != leaving_) reap(*thread);
  return 0;
}

// --- whose turn it is

void World::at(Time time, Event event) {
  due_.push({time, ++event_order_});
  events_.emplace(event_order_, std::move(event));
}

void World::run_due_events() {
  while (!due_.empty() && due_.top().time <= now_) {
    const auto found = events_.find(due_.top().order);
    due_.pop();
    const Event event = std::move(found->second);
    events_.erase(found);
    event();
  }
}

Thread& World::choose() {
  for (;;) {
    run_due_events();
    if (!runnable_.empty()) break;
    if (due_.empty()) report_standstill();
    now_ = std::max(now_, due_.top().time);
  }
  const std::size_t index = runnable_.size() == 1 ? 0 : random(runnable_.size());
  Thread& chosen = *runnable_[index];
  runnable_[index] = runnable_.back();
  runnable_.pop_back();
  now_ += kMicrosecond;
  ++switches_;
  note(static_cast<std::uint64_t>(chosen.number));
  note(static_cast<std::uint64_t>(now_));
  return chosen;
}

void World::take(Thread& thread) {
  thread.state = Thread::State::kRunning;
  if (Thread* gone = std::exchange(leaving_, nullptr)) {
    while (REAL(syscall)(SYS_tgkill, REAL(getpid)(), gone->system_id, 0) == 0) REAL(sched_yield)();
    if (gone->detached) reap(*gone);
  }
}

// Only now its id may come again.
void World::reap(Thread& thread) {
  REAL(pthread_join)(thread.real, nullptr);
  thread.joined = true;
}

void World::switch_from(Thread& thread) {
  Thread& next = choose();
  if (&next != &thread) {
    give_baton(next);
    wait_for_baton(thread);
  }
  take(thread);
}

void World::yield() {
  Thread& thread = current();
  thread.state = Thread::State::kRunnable;
  runnable_.push_back(&thread);
  switch_from(thread);
}

bool World::block(std::optional<Time> deadline) {
  Thread& thread = current();
  thread.state = Thread::State::kBlocked;
  thread.timed_out = false;
  const std::uint64_t wait = ++thread.waits;
  if (deadline)
    at(*deadline, [this, &thread, wait] {
      if (thread.waits != wait || thread.state != Thread::State::kBlocked) return;
      thread.timed_out = true;
      wake(thread);
    });
  switch_from(thread);
  return !thread.timed_out;
}

void World::wake(Thread& thread) {
  if (thread.state != Thread::State::kBlocked) return;
  thread.state = Thread::State::kRunnable;
  runnable_.push_back(&thread);
}

void World::report_standstill() {
  std::fprintf(stderr, "simulation: every thread waits for ever\n");
  for (const auto& thread : threads_)
    if (thread->state == Thread::State::kBlocked)
      std::fprintf(stderr, "  thread %d of %s\n", thread->number, thread->node->name.c_str());
  std::abort();
}

// --- nodes

void World::end_threads_of(Node& node) {
  for (const auto& thread : threads_) {
    if (thread->node != &node || thread->state == Thread::State::kFinished) continue;
    thread->state = Thread::State::kKilled;
    std::erase(runnable_, thread.get());
  }
}

void World::kill(Node& node) {
  note(0x6b00 + static_cast<std::uint64_t>(node.number));
  end_threads_of(node);
  descriptors_->close_all(node);
}

void World::cut_power(Node& node) {
  node.powered = false;
  kill(node);
}

void World::revive(Node& node) {
  node.powered = true;
  ++node.incarnation;
}

// --- waiting at an address

bool Waiters::wait(const void* at, std::optional<Time> deadline) {
  Thread& self = World::current();
  waiting_[at].push_back(&self);
  if (World::here()->block(deadline)) return true;
  const auto found = waiting_.find(at);
  if (found != waiting_.end()) {
    std::erase(found->second, &self);
    if (found->second.empty()) waiting_.erase(found);
  }
  return false;
}

int Waiters::wake(const void* at, int count) {
  const auto found = waiting_.find(at);
  if (found == waiting_.end()) return 0;
  int woken = 0;
  auto& queue = found->second;
  while (!queue.empty() && woken < count) {
    Thread& thread = *queue.front();
    queue.pop_front();
    if (thread.state != Thread::State::kBlocked) continue;
    World::here()->wake(thread);
    ++woken;
  }
  if (queue.empty()) waiting_.erase(found);
  return woken;
}

}  // namespace mammoth::sim
