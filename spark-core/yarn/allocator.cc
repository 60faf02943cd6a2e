#include "spark-core/yarn/allocator.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "common/security/credentials.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/yarn/product.h"
#include "spark-core/yarn/sizes.h"

namespace mammoth::spark::on_yarn {
namespace {

constexpr const char* kAllocatorLog = "spark-yarn";
constexpr std::int32_t kExecutorPriority = 1;
constexpr auto kBusyBeat = std::chrono::milliseconds(200);  // spark.yarn.scheduler.initial-allocation.interval
constexpr auto kIdleBeat = std::chrono::milliseconds(1'000);
// Hosts without a topology script are all here (Hadoop: NetworkTopology.DEFAULT_RACK).
constexpr const char* kDefaultRack = "/default-rack";

template <class T>
T expect(Result<T>&& result) {
  if (!result) throw SparkException(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace

Allocator::Allocator(const yarn::ContainerEnvironment& self, const MasterSpec& spec,
                     AllocatorEvents events)
    : self_(self),
      spec_(spec),
      settings_(spec.pattern.settings),
      events_(std::move(events)),
      size_(executor_size(settings_)),
      cores_(cores_of_executor(settings_)),
      nodes_(self.attempt),
      master_(settings_.hadoop(), self_, nodes_) {
  static_cast<void>(expect(master_.register_master({.host = self_.node_host})));
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Allocator::~Allocator() {
  thread_.request_stop();
  thread_ = {};
  starts_.clear();  // waits
}

void Allocator::set_pattern(ExecutorSpec pattern) {
  pattern.application_directory.clear();
  pattern.fetch_library = !pattern.library.empty();
  const std::lock_guard lock(mutex_);
  pattern_ = to_bytes(pattern);
}

void Allocator::want(WantedExecutors wanted) {
  const std::lock_guard lock(mutex_);
  wanted_ = std::move(wanted);
  changed_.notify_all();
}

void Allocator::kill(const std::string& executor) {
  std::optional<yarn::Container> container;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [id, running] : running_)
      if (running.executor == executor) {
        running.killed = true;
        container = running.container;
      }
  }
  if (!container) return;
  if (const auto stopped = nodes_.stop(container->node, container->id); !stopped)
    log::warn(kAllocatorLog, "cannot stop executor {}: {}", executor, stopped.error().message);
}

void Allocator::finish(yarn::FinalStatus status, const std::string& diagnostics) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(finished_, true)) return;
  }
  thread_.request_stop();
  thread_ = {};
  starts_.clear();
  if (const auto told = master_.finish(status, diagnostics, ""); !told)
    log::warn(kAllocatorLog, "{}", told.error().message);
}

void Allocator::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    bool busy = false;
    {
      std::unique_lock lock(mutex_);
      ask();
      busy = asked_ > 0;
    }
    const auto news = master_.allocate(0.1F);
    if (!news && yarn::is_attempt_over(news.error())) return give_up(news.error().message);
    if (!news) log::warn(kAllocatorLog, "{}", news.error().message);
    std::vector<yarn::CompletedContainer> over;
    {
      const std::lock_guard lock(mutex_);
      for (const std::string& container : std::exchange(failed_to_start_, {}))
        over.push_back({container, 1, "the node did not start it"}), master_.release(container);
      std::erase_if(starts_, [](const Start& each) { return each.done.load(); });
    }
    if (news) {
      const std::lock_guard lock(mutex_);
      for (const yarn::Container& container : news->allocated) take(container);
    }
    if (news) over.insert(over.end(), news->completed.begin(), news->completed.end());
    for (const yarn::CompletedContainer& container : over) ended(container);
    std::unique_lock lock(mutex_);
    if (gave_up_) return;
    if (over.empty())
      changed_.wait_for(lock, stop, busy ? kBusyBeat : kIdleBeat, [this] {
        return static_cast<int>(running_.size()) + asked_ != wanted_.number;
      });
  }
}

// Asks for what is missing, or takes back what was asked too much. Each container would like to be on
// one of the hosts, in turn, those with the most tasks first.
void Allocator::ask() {
  const int missing = wanted_.number - static_cast<int>(running_.size()) - asked_;
  if (missing < 0) {
    const int less = std::min(-missing, asked_);
    asked_ -= less;
    master_.asks().change(kExecutorPriority, yarn::ResourceAsks::kAnywhere, size_, -less);
  }
  std::vector<std::pair<int, std::string>> hosts;
  for (const auto& [host, tasks] : wanted_.hosts) hosts.emplace_back(-tasks, host);
  std::sort(hosts.begin(), hosts.end());
  for (int i = 0; i < missing; ++i) {
    ++asked_;
    if (hosts.empty())
      master_.asks().change(kExecutorPriority, yarn::ResourceAsks::kAnywhere, size_, 1);
    else
      master_.asks().change_all(kExecutorPriority,
                                {hosts[static_cast<std::size_t>(i) % hosts.size()].second},
                                {kDefaultRack}, size_, 1);
  }
}

void Allocator::take(const yarn::Container& container) {
  yarn::ResourceAsks& asks = master_.asks();
  for (const std::string& place : {container.host, std::string(kDefaultRack)})
    if (asks.wanted(kExecutorPriority, place, size_) > 0)
      asks.change(kExecutorPriority, place, size_, -1);
  asks.change(kExecutorPriority, yarn::ResourceAsks::kAnywhere, size_, -1);
  asked_ = std::max(0, asked_ - 1);
  if (static_cast<int>(running_.size()) >= wanted_.number) return master_.release(container.id);
  const std::string executor = std::to_string(next_executor_++);
  running_.emplace(container.id, Running{executor, container});
  log::info(kAllocatorLog, "Launching executor {} in {} on {}", executor, container.id, container.host);
  Start& each = starts_.emplace_back();
  each.thread = std::thread([this, &each, container, executor] {
    start(container, executor);
    each.done = true;
  });
}

void Allocator::start(const yarn::Container& container, const std::string& executor) {
  const auto started = nodes_.start(container, launch_of(executor));
  if (started) return;
  log::warn(kAllocatorLog, "cannot start executor {} on {}: {}", executor, container.host,
            started.error().message);
  const std::lock_guard lock(mutex_);
  failed_to_start_.insert(container.id);
}

yarn::Launch Allocator::launch_of(const std::string& executor) const {
  yarn::Launch launch;
  for (const SharedFile& file : spec_.product) launch.resources[file.name] = resource_of(file);
  launch.environment = {{kExecutorId, executor},
                        {kExecutorCores, std::to_string(cores_)},
                        {"HADOOP_USER_NAME", self_.user},
                        {"LD_LIBRARY_PATH", "$PWD"}};
  launch.commands = {"./spark-executor yarn 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr"};
  security::Credentials credentials;
  for (const auto& [alias, token] : self_.credentials.tokens())
    if (token.kind != security::kAmRmToken) credentials.add(alias, token);
  credentials.add_secret(kExecutorSecret, pattern_);
  launch.credentials = security::encode_credentials(credentials);
  return launch;
}

void Allocator::ended(const yarn::CompletedContainer& container) {
  ExecutorExited news;
  std::string reason;
  {
    const std::lock_guard lock(mutex_);
    const auto running = running_.extract(container.id);
    if (!running) return;
    news = {running.mapped().executor, container.exit_status, container.diagnostics};
    if (running.mapped().killed) news.status = yarn::kExitKilledByMaster;
    // YARN's own reasons are nobody's failure.
    if (news.status > 0 && wanted_.number > 0 && ++failures_ > most_failures())
      reason = fmt::format("Max number of executor failures ({}) reached", most_failures());
  }
  log::info(kAllocatorLog, "Executor {} ended with {}: {}", news.executor, news.status,
            news.diagnostics);
  events_.exited(news);
  if (!reason.empty()) give_up(reason + ". The last one said: " + news.diagnostics);
}

void Allocator::give_up(const std::string& reason) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(gave_up_, true)) return;
  }
  events_.gave_up(reason);
}

int Allocator::most_failures() const {
  return static_cast<int>(settings_.integer("spark.yarn.max.executor.failures",
                                            std::max(3, 2 * wanted_.number)));
}

}  // namespace mammoth::spark::on_yarn
