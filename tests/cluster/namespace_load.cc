// namespace_load run ADDRESS LOG        changes the namespace until SIGTERM
// namespace_load verify ADDRESS LOG [SAMPLE]
//
// For tests that kill a NameNode under load. `run` has eight workers that create, rename and delete
// below /load; each operation is written to LOG before it is sent and again when it is
// acknowledged. `verify` reads LOG and asks the NameNode whether it still knows: everything (0, the
// default) by listing the whole tree, or SAMPLE paths at random and those of the last SAMPLE
// acknowledged operations.
//
//   17 ? create /load/w3/a/f17             sent
//   17 =                                   acknowledged: it must survive
//   18 ? rename /load/w3/a/f9 /load/w3/b/f9
//   18 !                                   the answer was lost: it happened entirely, or not at all
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/support/namenode_caller.h"

namespace mammoth {
namespace {

constexpr int kWorkers = 8;
const std::string kRoot = "/load";

HostPort parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  return {text.substr(0, colon), static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

// Appends whole lines. The kernel has them when this returns, which is enough: only the NameNode
// dies.
class Log {
 public:
  explicit Log(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644)) {
    if (file_ < 0) throw std::runtime_error("cannot open " + path);
  }
  ~Log() { ::close(file_); }
  Log(const Log&) = delete;

  void line(const std::string& text) const {
    const std::string whole = text + "\n";
    if (::write(file_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
      throw std::runtime_error("cannot write the log");
  }

 private:
  const int file_;
};

struct Load {
  Load(asio::io_context& io, const HostPort& address, const std::string& path)
      : namenode(io.get_executor(), address, "root"), log(path) {}

  NamenodeCaller namenode;
  const Log log;
  std::uint64_t next_id = 0;
  bool stop = false;
  bool refused = false;
};

// What one operation says in the log, and the call itself.
struct Operation {
  std::string name;
  std::string path;
  std::string target{};  // of a rename
};

Task<Result<bool>> call(NamenodeCaller& namenode, const Operation& operation) {
  if (operation.name == "create") co_return co_await namenode.create(operation.path);
  if (operation.name == "mkdirs") co_return co_await namenode.mkdirs(operation.path);
  if (operation.name == "rename")
    co_return co_await namenode.rename(operation.path, operation.target);
  co_return co_await namenode.remove(operation.path);
}

// It was surely not carried out: the NameNode was not reached, or does not serve yet.
bool is_too_early(const Error& error) {
  return error.code == ErrorCode::kConnect || error.code == ErrorCode::kSafeMode ||
         error.code == ErrorCode::kRetriable;
}

bool is_lost(const Error& error) {
  return error.code == ErrorCode::kEof || error.code == ErrorCode::kSocketTimeout;
}

Task<> nap() {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(10));
  co_await timer.async_wait(asio::use_awaitable);
}

// Whether it was acknowledged. Everything asked for is possible, so a refusal means that the
// NameNode forgot something.
Task<bool> perform(Load& load, const Operation& operation) {
  const std::uint64_t id = load.next_id++;
  load.log.line(fmt::format("{} ? {} {} {}", id, operation.name, operation.path, operation.target));
  for (;;) {
    const Result<bool> done = co_await call(load.namenode, operation);
    if (done && *done) {
      load.log.line(fmt::format("{} =", id));
      co_return true;
    }
    if (!done && is_too_early(done.error()) && !load.stop) {
      co_await nap();
      continue;
    }
    load.log.line(fmt::format("{} !", id));
    if (done || !(is_lost(done.error()) || is_too_early(done.error()))) {
      fmt::print("{} {} {}: {}\n", operation.name, operation.path, operation.target,
                 done ? "the answer is no" : done.error().message);
      load.refused = true;
    }
    co_return false;
  }
}

// A name that took part in something unacknowledged is never used again.
Task<> work(Load& load, int worker) {
  std::mt19937 random(static_cast<unsigned>(worker) * 7919 + 1);
  const std::string home = fmt::format("{}/w{}", kRoot, worker);
  std::deque<std::string> files;  // known to be there, may be renamed or removed
  std::uint64_t number = 0;
  while (!co_await load.namenode.mkdirs(home + "/b") && !load.stop) co_await nap();
  while (!load.stop) {
    const unsigned dice = random() % 100;
    if (dice < 50 || files.empty()) {
      const Operation create{"create", fmt::format("{}/a/f{}", home, number++)};
      if (!co_await perform(load, create)) continue;
      // Half of them stay open; half of the closed ones stay as they are for ever.
      if (dice % 2 == 0) co_await load.namenode.complete(create.path);
      if (dice % 4 < 2) files.push_back(create.path);
    } else if (dice < 60) {
      const std::string top = fmt::format("{}/a/d{}", home, number++);
      const Operation make{"mkdirs", top + "/e/f"};
      const Operation remove{"delete", top};
      if (co_await perform(load, make) && dice % 2 == 0) co_await perform(load, remove);
    } else {
      const std::string file = files.front();
      files.pop_front();
      const Operation rename{"rename", file, fmt::format("{}/b/r{}", home, number++)};
      const Operation remove{"delete", file};
      if (dice >= 80)
        co_await perform(load, remove);
      else if (co_await perform(load, rename) && dice % 2 == 0)
        files.push_back(rename.target);
    }
  }
}

int run(const HostPort& address, const std::string& log) {
  asio::io_context io(1);
  Load load(io, address, log);
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](auto, int) { load.stop = true; });
  int running = kWorkers;
  std::exception_ptr failure;
  for (int i = 0; i < kWorkers; ++i)
    asio::co_spawn(io, work(load, i), [&](std::exception_ptr error) {
      if (error) failure = error;
      --running;
    });
  while (running > 0) io.run_one();
  if (failure) std::rethrow_exception(failure);
  return load.refused ? EXIT_FAILURE : EXIT_SUCCESS;
}

enum class State { kAbsent, kFile, kDirectory, kUnknown };

// What the log says must be there now.
class Expected {
 public:
  explicit Expected(const std::string& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::uint64_t id = 0;
      std::string what;
      words >> id >> what;
      if (what == "?") {
        Operation& operation = open_[id];
        words >> operation.name >> operation.path >> operation.target;
        for (const std::string& touched : touched_by(operation)) states_[touched] = State::kUnknown;
      } else if (what == "=") {
        acknowledged(open_.at(id));
        open_.erase(id);
      }
    }
  }

  State of(const std::string& path) const {
    const auto found = states_.find(path);
    return found == states_.end() ? State::kAbsent : found->second;
  }
  const std::unordered_map<std::string, State>& states() const { return states_; }
  const std::vector<std::string>& acknowledged() const {
    return acknowledged_;
  }  // in order, by path
  // Sent, but not acknowledged.
  const std::map<std::uint64_t, Operation>& open() const { return open_; }

 private:
  static std::vector<std::string> touched_by(const Operation& operation) {
    if (operation.name == "rename") return {operation.path, operation.target};
    if (operation.name == "mkdirs")
      return {operation.path, parent(operation.path), parent(parent(operation.path))};
    if (operation.path.find("/a/d") != std::string::npos)  // delete of what mkdirs made
      return {operation.path, operation.path + "/e", operation.path + "/e/f"};
    return {operation.path};
  }

  static std::string parent(const std::string& path) { return path.substr(0, path.rfind('/')); }

  void acknowledged(const Operation& operation) {
    const auto touched = touched_by(operation);
    for (const std::string& path : touched)
      states_[path] = operation.name == "create"   ? State::kFile
                      : operation.name == "mkdirs" ? State::kDirectory
                                                   : State::kAbsent;
    if (operation.name == "rename") states_[operation.target] = State::kFile;
    acknowledged_.push_back(operation.name == "rename" ? operation.target : operation.path);
  }

  std::unordered_map<std::string, State> states_;
  std::vector<std::string> acknowledged_;
  std::map<std::uint64_t, Operation> open_;
};

std::string_view name_of(State state) {
  switch (state) {
    case State::kAbsent:
      return "absent";
    case State::kFile:
      return "a file";
    case State::kDirectory:
      return "a directory";
    case State::kUnknown:
      return "either";
  }
  return "";
}

State state_of(const hadoop::hdfs::HdfsFileStatusProto& status) {
  return status.filetype() == hadoop::hdfs::HdfsFileStatusProto::IS_DIR ? State::kDirectory
                                                                        : State::kFile;
}

class Verifier {
 public:
  Verifier(NamenodeCaller& namenode, const Expected& expected)
      : namenode_(namenode), expected_(expected) {}

  Task<> sample(std::size_t count) {
    std::set<std::string> paths;
    const auto& recent = expected_.acknowledged();
    for (std::size_t i = recent.size() - std::min(count, recent.size()); i < recent.size(); ++i)
      paths.insert(recent[i]);
    std::mt19937_64 random(recent.size());
    for (std::size_t i = 0; i < count && !recent.empty(); ++i)
      paths.insert(recent[random() % recent.size()]);
    for (const std::string& path : paths) {
      const auto answer = (co_await namenode_.get_file_info(path)).value();
      compare(path, answer.has_fs() ? state_of(answer.fs()) : State::kAbsent);
    }
  }

  Task<> everything() {
    std::unordered_map<std::string, State> seen;
    std::vector<std::string> left{kRoot};
    while (!left.empty()) {
      const std::string directory = left.back();
      left.pop_back();
      co_await list(directory, seen, left);
    }
    for (const auto& [path, state] : expected_.states())
      compare(path, seen.contains(path) ? seen[path] : State::kAbsent);
    for (const auto& [path, state] : seen)
      if (path.find("/f") != std::string::npos || path.find("/r") != std::string::npos)
        compare(path, state);
    for (const auto& [id, operation] : expected_.open())
      if (operation.name == "rename" &&
          seen.contains(operation.path) == seen.contains(operation.target))
        wrong(fmt::format("{} and {}: one of the two must be there", operation.path,
                          operation.target));
  }

  int wrongs() const { return wrongs_; }
  std::size_t compared() const { return compared_; }

 private:
  Task<> list(const std::string& directory, std::unordered_map<std::string, State>& seen,
              std::vector<std::string>& left) {
    for (std::string last;;) {
      const auto answer = (co_await namenode_.get_listing(directory, last)).value();
      for (const auto& entry : answer.dirlist().partiallisting()) {
        last = entry.path();
        const std::string path = directory + "/" + last;
        seen[path] = state_of(entry);
        if (seen[path] == State::kDirectory) left.push_back(path);
      }
      if (answer.dirlist().remainingentries() == 0) co_return;
    }
  }

  void compare(const std::string& path, State seen) {
    ++compared_;
    const State must = expected_.of(path);
    if (must != State::kUnknown && must != seen)
      wrong(fmt::format("{} is {}, acknowledged was {}", path, name_of(seen), name_of(must)));
  }

  void wrong(const std::string& what) {
    if (++wrongs_ <= 20) fmt::print("{}\n", what);
  }

  NamenodeCaller& namenode_;
  const Expected& expected_;
  int wrongs_ = 0;
  std::size_t compared_ = 0;
};

int verify(const HostPort& address, const std::string& log, std::size_t sample) {
  const Expected expected(log);
  asio::io_context io(1);
  NamenodeCaller namenode(io.get_executor(), address, "root");
  Verifier verifier(namenode, expected);
  bool done = false;
  std::exception_ptr failure;
  asio::co_spawn(io, sample == 0 ? verifier.everything() : verifier.sample(sample),
                 [&](std::exception_ptr error) {
                   failure = error;
                   done = true;
                 });
  while (!done) io.run_one();
  if (failure) std::rethrow_exception(failure);
  fmt::print("{} acknowledged, {} in doubt, {} compared, {} wrong\n",
             expected.acknowledged().size(), expected.open().size(), verifier.compared(),
             verifier.wrongs());
  return verifier.wrongs() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace mammoth

int main(int argc, char** argv) {
  using namespace mammoth;
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 3 && words[0] == "run") return run(parse_address(words[1]), words[2]);
    if (words.size() >= 3 && words[0] == "verify")
      return verify(parse_address(words[1]), words[2], words.size() > 3 ? std::stoul(words[3]) : 0);
    fmt::print(stderr, "usage: namespace_load run|verify HOST:PORT LOG [SAMPLE]\n");
  } catch (const std::exception& failure) {
    fmt::print(stderr, "namespace_load: {}\n", failure.what());
  }
  return EXIT_FAILURE;
}
