#include "common/net/rack_mapping.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "common/base/file_handle.h"
#include "common/base/log.h"
#include "common/config/keys.h"

namespace mammoth {

namespace {

constexpr std::chrono::seconds kScriptLimit{30};
constexpr std::size_t kLongestAnswer = 4096;

// What comes out of the pipe until its end; empty where that takes too long.
std::string read_answer(int pipe) {
  std::string answer;
  const auto end = std::chrono::steady_clock::now() + kScriptLimit;
  while (answer.size() < kLongestAnswer) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd wait{pipe, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0) return {};
    char bytes[512];
    const ssize_t count = ::read(pipe, bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    answer.append(bytes, static_cast<std::size_t>(count));
  }
  return answer;
}

// Standard output of "PROGRAM HOST"; empty where it fails.
std::string output_of(const std::string& program, const std::string& host) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  const FileHandle reader(ends[0]);
  FileHandle writer(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, writer.get(), STDOUT_FILENO);
  std::string words[] = {program, host};
  char* arguments[] = {words[0].data(), words[1].data(), nullptr};
  pid_t pid = 0;
  const int failure = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) return {};
  writer = FileHandle();
  std::string answer = read_answer(reader.get());
  if (answer.empty()) ::kill(pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? answer : std::string();
}

}  // namespace

Result<std::map<std::string, std::string>> read_rack_table(const std::string& file_name) {
  std::map<std::string, std::string> racks;
  if (file_name.empty()) return racks;
  std::ifstream file(file_name);
  if (!file) return Error{ErrorCode::kIo, "cannot read the rack table " + file_name};
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string host;
    std::string rack;
    std::string rest;
    if (!(words >> host)) continue;
    if (!(words >> rack) || words >> rest || !rack.starts_with('/'))
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{}:{}: expected a host and its /rack", file_name, number)};
    racks[host] = rack;
  }
  return racks;
}

Result<RackMapping> RackMapping::read(const Configuration& configuration) {
  RackMapping mapping;
  mapping.script_ = configuration.get(keys::kNetTopologyScriptFileName);
  if (mapping.script_.empty())
    mapping.racks_ = TRY(read_rack_table(configuration.get(keys::kNetTopologyTableFileName)));
  return mapping;
}

std::string RackMapping::ask_script(const std::string& host) const {
  if (host.empty() || host.front() == '-') return {};  // not to be taken for an option
  std::istringstream words(output_of(script_, host));
  std::string rack;
  words >> rack;
  if (rack.starts_with('/')) return rack;
  log::warn("topology", "{} names no rack for {}; it is put into {}", script_, host, kDefaultRack);
  return {};
}

std::string RackMapping::rack_of(const std::string& host) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = racks_.find(host); found != racks_.end()) return found->second;
  }
  if (script_.empty()) return kDefaultRack;
  std::string rack = ask_script(host);
  if (rack.empty()) return kDefaultRack;
  const std::lock_guard lock(mutex_);
  return racks_.emplace(host, std::move(rack)).first->second;
}

}  // namespace mammoth
