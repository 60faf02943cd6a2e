#include "yarn/node_manager/launch/launcher.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <optional>
#include <thread>

#include "common/base/log.h"
#include "yarn/node_manager/launch/launch_script.h"

namespace mammoth::yarn::node {

namespace fs = std::filesystem;

Launcher::Launcher(const Directories& directories, ProcessRunner& runner, std::size_t threads)
    : directories_(directories), runner_(runner), workers_(threads) {}

Launcher::~Launcher() {
  stop();
}

void Launcher::start(LaunchSettings settings, LaunchEvents events) {
  settings_ = std::move(settings);
  events_ = std::move(events);
}

void Launcher::stop() {
  workers_.join();
  remover_.join();
}

void Launcher::launch(const Container& container) {
  asio::post(workers_, [this, container] {
    const std::string& id = container.spec.id;
    const Result<int> pid = carry_out(container);
    if (pid) return events_.launched(id, *pid);
    log::warn("nodemanager", "Failed to launch container {}: {}", id, pid.error().message);
    events_.exited(id, {.status = -1, .exit_text = pid.error().message});
  });
}

std::string Launcher::pid_file(const ContainerSpec& spec) const {
  return directories_.private_root(spec.application, spec.id) + "/" + spec.id + ".pid";
}

void Launcher::adopt(const Container& container) {
  asio::post(workers_, [this, spec = container.spec] {
    // One that was begun a moment before the last NodeManager's end has yet to write its pid.
    std::error_code ignored;
    for (int i = 0; i < 100 && !fs::exists(pid_file(spec), ignored); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (const Result<int> pid = take_up(spec)) return events_.launched(spec.id, *pid);
    await_word(spec);
  });
}

// The process that works in the container's directory, watched from now on.
Result<int> Launcher::take_up(const ContainerSpec& spec) {
  const std::string text = tail_of(pid_file(spec), 16);
  int pid = 0;
  std::from_chars(text.data(), text.data() + text.size(), pid);
  std::error_code failure;
  const fs::path working = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), failure);
  if (pid <= 1 || failure ||
      working != fs::path(directories_.work_root(spec.user, spec.application, spec.id)))
    return Error{ErrorCode::kIo, "there is no such process"};
  log::info("nodemanager", "Container {} is recovered with its process {}", spec.id, pid);
  TRY(runner_.adopt(
      pid, [this, spec](int) { asio::post(workers_, [this, spec] { await_word(spec); }); }));
  return pid;
}

// Its end is written a moment before its process is gone, or was long ago.
void Launcher::await_word(const ContainerSpec& spec) {
  constexpr std::chrono::milliseconds kStep{20};
  constexpr std::chrono::seconds kLimit{
      2};  // yarn.nodemanager.container-executor.exit-code-file.timeout-ms
  int status = kExitLost;
  for (std::chrono::milliseconds waited{0}; waited < kLimit; waited += kStep) {
    const std::string text = tail_of(pid_file(spec) + ".exitcode", 16);
    if (text.ends_with('\n')) {
      std::from_chars(text.data(), text.data() + text.size(), status);
      break;
    }
    std::error_code ignored;
    if (!fs::exists(pid_file(spec), ignored)) break;  // it never ran
    std::this_thread::sleep_for(kStep);
  }
  events_.exited(spec.id, end_of(spec, status));
}

// Runs the launch script as a child and writes its end down: with TERM for the group it waits for
// the child, which has the time that it was given.
Result<std::string> Launcher::write_starter(const ContainerSpec& spec,
                                            const std::string& script) const {
  const std::string file = pid_file(spec);
  const std::string starter =
      directories_.private_root(spec.application, spec.id) + "/default_container_executor.sh";
  const std::string text = fmt::format(
      "#!/bin/bash\ntrap : TERM\necho $$ >\"{0}\"\n/bin/bash \"{1}\"\nrc=$?\n"
      "echo $rc >\"{0}.exitcode\"\nexit $rc\n",
      file, script);
  TRY(write_file(starter, text, 0700));
  return starter;
}

void Launcher::kill(const Container& container) {
  runner_.terminate(container.pid, settings_.kill_delay);
}

void Launcher::clean(const Container& container) {
  remove([this, spec = container.spec] {
    directories_.remove_container(spec.user, spec.application, spec.id);
  });
}

void Launcher::end_application(const NodeApplication& application) {
  remove(
      [this, application] { directories_.remove_application(application.user, application.id); });
}

void Launcher::remove(std::function<void()> action) {
  auto removal = [this, action = std::move(action)] {
    if (events_.removing) events_.removing();
    action();
  };
  if (settings_.delete_delay.count() == 0) {
    asio::post(remover_, std::move(removal));
    return;
  }
  const std::lock_guard lock(mutex_);
  removals_.emplace_back(now_ms_ + settings_.delete_delay.count(), std::move(removal));
}

void Launcher::tick(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  now_ms_ = now_ms;
  while (!removals_.empty() && removals_.front().first <= now_ms) {
    asio::post(remover_, std::move(removals_.front().second));
    removals_.pop_front();
  }
}

EnvironmentFacts Launcher::facts_of(const ContainerSpec& spec) const {
  EnvironmentFacts facts = settings_.facts;
  facts.work_directory = directories_.work_root(spec.user, spec.application, spec.id);
  facts.log_directory = directories_.log_root(spec.application, spec.id);
  facts.application_directories = directories_.application_roots(spec.user, spec.application);
  for (const auto& root : directories_.local())
    facts.user_directories.push_back(Directories::user_root(root, spec.user) + "/");
  return facts;
}

Result<void> Launcher::write_files(const Container& container, const EnvironmentFacts& facts) {
  const ContainerSpec& spec = container.spec;
  TRY(directories_.make_for(spec.user, spec.application, spec.id));
  const Environment environment = make_environment(spec, container.localized.counters, facts);
  std::string command;
  for (const auto& word : spec.command)
    command += (command.empty() ? "" : " ") + expand(word, facts);
  const std::string script = TRY(launch_script(
      container, environment, command,
      {.log_directory = facts.log_directory, .debug_information = settings_.debug_information}));
  TRY(write_file(facts.work_directory + "/launch_container.sh", script, 0700));
  return write_file(facts.work_directory + "/container_tokens", spec.credentials, 0600);
}

Result<int> Launcher::carry_out(const Container& container) {
  const ContainerSpec& spec = container.spec;
  const EnvironmentFacts facts = facts_of(spec);
  TRY(write_files(container, facts));
  std::string script = facts.work_directory + "/launch_container.sh";
  if (settings_.recoverable) script = TRY(write_starter(spec, script));
  if (events_.launching) events_.launching(spec.id);
  const ProcessOrder order{.words = {"/bin/bash", script},
                           .directory = facts.work_directory,
                           .output = facts.log_directory + "/prelaunch.err"};
  const int pid = TRY(runner_.start(order, [this, spec](int status) {
    const ProcessEnd end = end_of(spec, status);
    asio::post(workers_, [this, id = spec.id, end] { events_.exited(id, end); });
  }));
  if (settings_.recoverable) return pid;
  if (const auto written = write_file(pid_file(spec), std::to_string(pid) + "\n", 0644); !written)
    log::warn("nodemanager", "{}", written.error().message);
  return pid;
}

ProcessEnd Launcher::end_of(const ContainerSpec& spec, int status) const {
  if (status == 0) return {};
  if (status == kExitForceKilled || status == kExitTerminated)
    return {.status = status,
            .launch_text = fmt::format("Container killed on request. Exit code is {}", status),
            .exit_text = fmt::format("Container exited with a non-zero exit code {}. ", status)};
  return {
      .status = status,
      .launch_text = fmt::format(
          "Exception from container-launch.\nContainer id: {}\nExit code: {}\n", spec.id, status),
      .exit_text = error_text(spec, status)};
}

std::string Launcher::error_text(const ContainerSpec& spec, int status) const {
  std::string text = fmt::format(
      "Container exited with a non-zero exit code {}. Error file: prelaunch.err.\n", status);
  const std::string logs = directories_.log_root(spec.application, spec.id);
  const std::size_t tail = settings_.stderr_tail_bytes;
  text += fmt::format("Last {} bytes of prelaunch.err :\n{}", tail,
                      tail_of(logs + "/prelaunch.err", tail));
  std::vector<fs::directory_entry> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(logs, ignored)) {
    const std::string name = entry.path().filename();
    if (name.find("stderr") != std::string::npos || name.find("STDERR") != std::string::npos)
      found.push_back(entry);
  }
  if (found.empty()) return text;
  if (found.size() > 1) {
    std::string names;
    for (const auto& entry : found)
      names += (names.empty() ? "" : ", ") + entry.path().filename().string();
    text += "Error files: " + names + ".\n";
  }
  const auto latest = std::ranges::max_element(found, {}, [](const fs::directory_entry& entry) {
    std::error_code error;
    return entry.last_write_time(error);
  });
  return text + fmt::format("Last {} bytes of {} :\n{}\n", tail, latest->path().filename().string(),
                            tail_of(latest->path(), tail));
}

}  // namespace mammoth::yarn::node
