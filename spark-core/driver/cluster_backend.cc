#include "spark-core/driver/cluster_backend.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "common/base/log.h"
#include "spark-core/blocks/block_client.h"
#include "spark-core/blocks/block_server.h"
#include "spark-core/executor/memory_share.h"

namespace mammoth::spark {
namespace {

constexpr std::size_t kMostRegistrationBytes = 64 * 1024;
constexpr auto kReasonTime = std::chrono::seconds(3);

// On the first disk that takes it.
std::string application_directory(const Settings& settings) {
  const LocalRoots directories = local_directories(settings);
  const std::string name = "/spark-" + net::new_secret().substr(0, 32);
  for (const std::string& directory : directories) {
    std::error_code error;
    std::filesystem::create_directories(directory + name, error);
    if (!error) return directory + name;
  }
  return directories.front() + name;
}

// How many partitions of the job's sources each host holds.
void count_hosts(const Node& node, std::set<const Node*>& seen, std::map<std::string, int>& hosts) {
  if (!seen.insert(&node).second) return;
  for (const std::vector<std::string>& partition : node.locations)
    for (const std::string& host : partition) ++hosts[host];
  for (const Dependency& dependency : node.dependencies)
    count_hosts(*dependency.parent, seen, hosts);
}

}  // namespace

ClusterBackend::ClusterBackend(const Settings& settings, const std::string& bind,
                               std::unique_ptr<ExecutorLauncher> launcher, BackendEvents events)
    : settings_(settings),
      events_(std::move(events)),
      bind_(bind),
      secret_(net::new_secret()),
      directory_(application_directory(settings)),
      most_message_bytes_(
          static_cast<std::size_t>(settings.integer("spark.rpc.message.maxSize", 128)) << 20),
      files_({directory_ + "/driver"}, true),
      launcher_(std::move(launcher)) {
  std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
  server_ = std::make_unique<net::Server>(
      bind, static_cast<int>(settings.integer("spark.driver.port", 0)), secret_,
      [this](net::Socket& socket) { serve(socket); });
  watcher_ = std::jthread([this](const std::stop_token& token) { watch(token); });
}

ClusterBackend::~ClusterBackend() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void ClusterBackend::start() {
  ExecutorSpec pattern;
  pattern.application = settings_.text("spark.app.id", "");
  pattern.driver_host = bind_;
  pattern.driver_port = server_->port();
  pattern.secret = secret_;
  pattern.application_directory = directory_;
  pattern.settings = settings_.all();
  pattern.settings.erase("spark.authenticate.secret");  // that is the cluster's, not the executor's
  offer_library_and_files(pattern);
  launcher_->start(pattern, {[this](const std::string& id, scheduler::ExecutorLoss loss) {
                               exited(id, std::move(loss));
                             },
                             [this](const std::string& reason) {
                               {
                                 const std::lock_guard lock(mutex_);
                                 failed_ = true;
                                 changed_.notify_all();
                               }
                               events_.failed(reason);
                             }});
}

// A connection that is still there, as of an executor whose worker is lost, ends now.
void ClusterBackend::exited(const std::string& id, scheduler::ExecutorLoss loss) {
  const std::string reason = loss.message;
  {
    const std::lock_guard lock(mutex_);
    exits_[id] = std::move(loss);
    changed_.notify_all();
  }
  if (const LinkPtr executor = link(id)) executor->give_up(reason);
}

void ClusterBackend::offer_library_and_files(ExecutorSpec& pattern) {
  if (const auto library = settings_.find("spark.mammoth.job.library")) {
    pattern.library = std::filesystem::absolute(*library).string();
    std::filesystem::create_symlink(pattern.library, files_.path_of(kLibraryBlock));
  }
  std::istringstream names(settings_.text("spark.files", ""));
  for (std::string name; std::getline(names, name, ',');) {
    const auto path = std::filesystem::absolute(name);
    pattern.files.push_back(path.filename().string());
    std::filesystem::create_symlink(path, files_.path_of(file_block(pattern.files.back())));
  }
}

void ClusterBackend::wait_until_ready() {
  if (!launcher_->waits_for_hosts()) wait_for_executors();
}

void ClusterBackend::job_begins(const NodePtr& last) {
  {
    const std::lock_guard lock(mutex_);
    if (!launcher_->waits_for_hosts() || std::exchange(told_hosts_, true)) return;
  }
  std::map<std::string, int> hosts;
  std::set<const Node*> seen;
  count_hosts(*last, seen, hosts);
  launcher_->prefer(hosts);
  wait_for_executors();
}

void ClusterBackend::wait_for_executors() {
  const auto patience = std::chrono::milliseconds(
      settings_.time_ms("spark.scheduler.maxRegisteredResourcesWaitingTime", 30'000));
  const int wanted = std::max(1, launcher_->expected_cores());
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return cores_ >= wanted || failed_; });
}

void ClusterBackend::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  launcher_->expect_end();
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, link] : links_) link->post(Message::kStop, {});
    changed_.notify_all();
  }
  watcher_.request_stop();
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(5), [this] { return links_.empty(); });
  }
  launcher_->stop();
  server_->stop();
}

void ClusterBackend::serve(net::Socket& socket) {
  const net::Frame first = net::receive_frame(socket, kMostRegistrationBytes);
  if (static_cast<Message>(first.kind) == Message::kRegister)
    attend(socket, from_bytes<RegisterExecutor>(first.body));
  else if (!launcher_->attend(socket, first))
    serve_blocks(socket, first, files_);
}

void ClusterBackend::attend(net::Socket& socket, const RegisterExecutor& who) {
  const auto link = std::make_shared<ExecutorLink>(who, socket);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !links_.emplace(who.id, link).second) {
      const Message answer = stopping_ ? Message::kStop : Message::kRefused;
      net::send_frame(socket, static_cast<std::uint8_t>(answer),
                      "Duplicate executor ID: " + who.id);
      return link->close();
    }
    cores_ += who.cores;
    changed_.notify_all();
  }
  link->post(Message::kRegistered, {});
  launcher_->joined(who.id);
  events_.joined(who.id, who.host, who.cores);
  try {
    while (true) handle(*link, net::receive_frame(socket, most_message_bytes_ * 2));
  } catch (const std::exception& error) {
    lost(link, error.what());
  }
  link->close();
}

void ClusterBackend::handle(ExecutorLink& link, const net::Frame& frame) {
  link.heard();
  switch (static_cast<Message>(frame.kind)) {
    case Message::kHeartbeat:
      return;
    case Message::kTaskRunning:
      return events_.running(from_bytes<std::int64_t>(frame.body));
    case Message::kTaskEnded:
      return task_ended(link, from_bytes<TaskEnded>(frame.body));
    case Message::kAskCommit: {
      const auto asked = from_bytes<AskCommit>(frame.body);
      return link.post(Message::kMayCommit,
                       to_bytes(MayCommit{asked.question, events_.may_commit(asked.task)}));
    }
    case Message::kBarrier: {
      auto at = from_bytes<AtBarrier>(frame.body);
      return events_.at_barrier(
          at.task, at.epoch, std::move(at.message),
          [weak = std::weak_ptr(this->link(link.who().id)), question = at.question](
              const std::vector<std::string>& messages, const std::string& error) {
            if (const LinkPtr waiting = weak.lock())
              waiting->post(Message::kBarrierPassed,
                            to_bytes(BarrierPassed{question, messages, error}));
          });
    }
    case Message::kAskBlock:
      return link.post(Message::kBlockPlaces,
                       to_bytes(places_of(from_bytes<AskBlock>(frame.body), link.who().id)));
    default:
      throw net::ConnectionLost("executor " + link.who().id + " sent an unknown message");
  }
}

BlockPlaces ClusterBackend::places_of(const AskBlock& asked, const std::string& asker) const {
  BlockPlaces places{asked.question, {}, {}};
  std::set<std::string> known{asker};
  for (const std::string& executor : events_.keepers(asked.rdd, asked.partition))
    if (known.insert(executor).second) places.holders.push_back(place_of(executor));
  const std::lock_guard lock(mutex_);
  for (const auto& [id, link] : links_) {
    const RegisterExecutor& who = link->who();
    if (!known.contains(id)) places.others.push_back({who.id, who.host, who.block_port, {}});
  }
  return places;
}

void ClusterBackend::task_ended(ExecutorLink& link, TaskEnded message) {
  const auto task = link.ended(message.task);
  if (!task) return;
  TaskOutcome& outcome = message.outcome;
  if (!outcome.result_file.empty()) {
    try {
      FetchOptions options;
      options.secret = secret_;
      outcome.result = fetch_block(options, link.who().host, link.who().block_port,
                                   outcome.result_file, outcome.result_bytes);
    } catch (const std::exception& error) {
      log::warn("spark-driver", "the result of task {} is lost: {}", message.task, error.what());
      return events_.result_lost(*task);
    }
  }
  events_.ended(*task, std::move(outcome));
}

// Runs on the connection's thread, which has nothing else to do any more.
void ClusterBackend::lost(const LinkPtr& link, const std::string& last_words) {
  const std::string& id = link->who().id;
  scheduler::ExecutorLoss loss = scheduler::ExecutorLoss::process_lost(
      link->given_up().value_or("Remote RPC client disassociated: " + last_words));
  {
    std::unique_lock lock(mutex_);
    if (stopping_) {
      links_.erase(id);
      changed_.notify_all();
      return;
    }
    if (!link->given_up())
      changed_.wait_for(lock, kReasonTime, [&] { return stopping_ || exits_.contains(id); });
    if (const auto exit = exits_.find(id); exit != exits_.end()) loss = exit->second;
    links_.erase(id);
    cores_ -= link->who().cores;
    changed_.notify_all();
  }
  log::warn("spark-driver", "Lost executor {} on {}: {}", id, link->who().host, loss.message);
  events_.lost(id, std::move(loss));
}

ClusterBackend::LinkPtr ClusterBackend::link(const std::string& executor) const {
  const std::lock_guard lock(mutex_);
  const auto found = links_.find(executor);
  return found == links_.end() ? nullptr : found->second;
}

void ClusterBackend::launch(const scheduler::TaskDescription& task) {
  const LinkPtr executor = link(task.executor_id);
  if (!executor) return;  // the report of its loss is on its way
  TaskOutcome refused;
  try {
    std::string bytes = events_.encode(task);
    const auto& plan = *static_cast<const std::string*>(task.stage->binary.get());
    const std::size_t size = std::max(bytes.size(), plan.size());
    if (size <= most_message_bytes_) return executor->launch(task, std::move(bytes));
    refused.message = fmt::format(
        "Serialized task {}:{} was {} bytes, which exceeds max allowed: spark.rpc.message.maxSize "
        "({} bytes). Consider increasing spark.rpc.message.maxSize or using broadcast variables "
        "for large values.",
        task.id.value(), task.index, size, most_message_bytes_);
  } catch (const std::exception& error) {
    refused.message = error.what();
  }
  events_.ended(task, std::move(refused));
}

bool ClusterBackend::kill(scheduler::TaskId task, const std::string& executor_id, bool,
                          const std::string&) {
  if (const LinkPtr executor = link(executor_id))
    executor->post(Message::kKill, to_bytes(task.value()));
  return true;
}

bool ClusterBackend::kill_executor(const std::string& executor_id, const std::string& reason) {
  if (const LinkPtr executor = link(executor_id)) executor->give_up(reason);
  launcher_->kill(executor_id);
  return true;
}

OutputPlace ClusterBackend::place_of(const std::string& executor) const {
  const LinkPtr found = link(executor);
  if (!found) return {executor, {}, 0, {}};
  const RegisterExecutor& who = found->who();
  return {who.id, who.host, who.block_port, who.roots};
}

int ClusterBackend::default_parallelism() const {
  const std::lock_guard lock(mutex_);
  return std::max({2, launcher_->expected_cores(), cores_});
}

void ClusterBackend::post_to_all(Message kind, const std::string& body) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, link] : links_) link->post(kind, body);
}

void ClusterBackend::remove_rdd(int rdd) {
  post_to_all(Message::kRemoveRdd, to_bytes(rdd));
}

void ClusterBackend::add_broadcast(std::uint64_t id, const BroadcastOps& ops, const void* value) {
  Writer out;
  write_code_ref(out, &ops);
  ops.write(out, value);
  LocalFile::create(files_.path_of(broadcast_block(id))).append(out.view());
}

void ClusterBackend::remove_broadcast(std::uint64_t id) {
  ::unlink(files_.find(broadcast_block(id)).c_str());
  post_to_all(Message::kRemoveBroadcast, to_bytes(id));
}

// Gives up executors that have been silent for too long.
void ClusterBackend::watch(const std::stop_token& token) {
  const std::chrono::milliseconds limit(settings_.time_ms("spark.network.timeout", 120'000));
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!wake.wait_for(lock, token,
                        std::min<std::chrono::milliseconds>(limit / 4, std::chrono::seconds(1)),
                        [&] { return token.stop_requested(); })) {
    std::vector<LinkPtr> silent;
    {
      const std::lock_guard links(mutex_);
      for (const auto& [id, link] : links_)
        if (link->silent_for() > limit) silent.push_back(link);
    }
    for (const LinkPtr& link : silent) {
      link->give_up(
          fmt::format("Executor heartbeat timed out after {} ms", link->silent_for().count()));
      launcher_->kill(link->who().id);
    }
  }
}

}  // namespace mammoth::spark
