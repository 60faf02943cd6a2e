// nn_load ADDRESS OPERATION [--clients N] [--connections N] [--count N] [--directory PATH] [--user NAME]
//         [--shared 1]
//
// Makes the same calls to any NameNode, ours or Apache's: N clients, each with one call in flight, all on
// one thread. Each has a connection of its own, unless there are fewer connections, which they then share
// as the threads of one Java process do. Each makes COUNT calls; the answer is one line of JSON with the
// rate of all together and the time of a call.
//
// Operations: mkdirs, create (the file stays open), file (create and complete, timed together),
// getListing (the first page of PATH), deleteTree (PATH and all below it), createSnapshot and
// deleteSnapshot (of PATH), getFileInfo, getBlockLocations, rename, delete. The last four work on what
// `file` made with the same clients, count and directory; delete on what rename left. With
// --shared 1 all files are in PATH itself.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/support/namenode_caller.h"

namespace mammoth {
namespace {

using Clock = std::chrono::steady_clock;

struct Settings {
  HostPort namenode;
  std::string operation;
  int clients = 1;
  int connections = 0;  // 0: as many as clients
  int count = 1000;
  std::string directory = "/bench";
  std::string user = "root";
  bool shared = false;
};

// A thousand entries a directory, and no directory shared: what is measured is the NameNode, not a queue
// of writers before one directory.
std::string path_of(const Settings& settings, int client, int number, char kind) {
  if (settings.shared) return fmt::format("{}/{}{}-{}", settings.directory, kind, client, number);
  return fmt::format("{}/c{}/d{}/{}{}", settings.directory, client, number / 1000, kind, number);
}

Task<Result<bool>> call(NamenodeCaller& namenode, const Settings& settings, int client, int number) {
  const std::string& operation = settings.operation;
  std::string file = path_of(settings, client, number, 'f');
  if (operation == "mkdirs") co_return co_await namenode.mkdirs(std::move(file));
  if (operation == "create") co_return co_await namenode.create(std::move(file));
  if (operation == "file") {
    CO_TRY(co_await namenode.create(file));
    co_return co_await namenode.complete(std::move(file));
  }
  if (operation == "getFileInfo") co_return CO_TRY(co_await namenode.get_file_info(std::move(file))).has_fs();
  if (operation == "getListing")
    co_return CO_TRY(co_await namenode.get_listing(settings.directory, "")).has_dirlist();
  if (operation == "deleteTree") co_return co_await namenode.remove(settings.directory);
  const std::string snapshot = fmt::format("s{}-{}", client, number);
  if (operation == "createSnapshot")
    co_return co_await namenode.create_snapshot(settings.directory, snapshot);
  if (operation == "deleteSnapshot")
    co_return co_await namenode.delete_snapshot(settings.directory, snapshot);
  if (operation == "getBlockLocations")
    co_return CO_TRY(co_await namenode.get_block_locations(std::move(file))).has_locations();
  std::string renamed = path_of(settings, client, number, 'g');
  if (operation == "rename") co_return co_await namenode.rename(std::move(file), std::move(renamed));
  if (operation == "delete") co_return co_await namenode.remove(std::move(renamed));
  co_return Error{ErrorCode::kIllegalArgument, "unknown operation " + operation};
}

bool is_read(const std::string& operation) { return operation.starts_with("get"); }

struct Client {
  std::shared_ptr<NamenodeCaller> namenode;
  std::vector<std::uint32_t> micros;
  std::string failure;
};

Task<> run_client(Client& client, const Settings& settings, int index) {
  std::mt19937 random(static_cast<unsigned>(index));
  for (int i = 0; i < settings.count; ++i) {
    const int number = is_read(settings.operation) ? static_cast<int>(random() % settings.count) : i;
    const auto start = Clock::now();
    const Result<bool> done = co_await call(*client.namenode, settings, index, number);
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
    if (!done || !*done) {
      client.failure = done ? "the answer is no" : done.error().message;
      co_return;
    }
    client.micros.push_back(static_cast<std::uint32_t>(taken.count()));
  }
}

int report(const Settings& settings, const std::vector<Client>& clients, double seconds) {
  std::vector<std::uint32_t> micros;
  for (const Client& client : clients) {
    micros.insert(micros.end(), client.micros.begin(), client.micros.end());
    if (client.failure.empty()) continue;
    fmt::print(stderr, "{}: {}\n", settings.operation, client.failure);
    return EXIT_FAILURE;
  }
  std::sort(micros.begin(), micros.end());
  const auto percentile = [&](double part) { return micros[static_cast<std::size_t>(part * (micros.size() - 1))]; };
  fmt::print("{{\"operation\": \"{}\", \"clients\": {}, \"operations\": {}, \"seconds\": {:.3f}, "
             "\"per_second\": {:.0f}, \"p50_us\": {}, \"p99_us\": {}}}\n",
             settings.operation, settings.clients, micros.size(), seconds, micros.size() / seconds,
             percentile(0.5), percentile(0.99));
  return EXIT_SUCCESS;
}

int run(const Settings& settings) {
  asio::io_context io(1);
  std::vector<Client> clients(settings.clients);
  const int connections = settings.connections > 0 ? settings.connections : settings.clients;
  for (int i = 0; i < settings.clients; ++i) {
    clients[i].namenode =
        i < connections
            ? std::make_shared<NamenodeCaller>(io.get_executor(), settings.namenode, settings.user)
            : clients[i % connections].namenode;
    clients[i].micros.reserve(settings.count);
  }
  // Connecting is not measured.
  const auto connect = [](Client& client) -> Task<> { co_await client.namenode->get_file_info("/"); };
  int running = settings.clients;
  const auto one_ended = [&](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
    --running;
  };
  for (Client& client : clients) asio::co_spawn(io, connect(client), one_ended);
  while (running > 0) io.run_one();

  const auto start = Clock::now();
  running = settings.clients;
  for (int i = 0; i < settings.clients; ++i)
    asio::co_spawn(io, run_client(clients[i], settings, i), one_ended);
  while (running > 0) io.run_one();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const int status = report(settings, clients, seconds);
  clients.clear();
  return status;
}

Result<Settings> parse(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.size() % 2 != 0)
    return Error{ErrorCode::kIllegalArgument,
                 "usage: nn_load HOST:PORT OPERATION [--clients N] [--connections N] [--count N] [--directory PATH] "
                 "[--user NAME] [--shared 1]"};
  Settings settings;
  const std::size_t colon = words[0].rfind(':');
  settings.namenode = {words[0].substr(0, colon), static_cast<std::uint16_t>(std::stoi(words[0].substr(colon + 1)))};
  settings.operation = words[1];
  for (std::size_t i = 2; i < words.size(); i += 2) {
    const std::string& value = words[i + 1];
    if (words[i] == "--clients") settings.clients = std::stoi(value);
    else if (words[i] == "--connections") settings.connections = std::stoi(value);
    else if (words[i] == "--count") settings.count = std::stoi(value);
    else if (words[i] == "--directory") settings.directory = value;
    else if (words[i] == "--user") settings.user = value;
    else if (words[i] == "--shared") settings.shared = value == "1";
    else return Error{ErrorCode::kIllegalArgument, "unknown option " + words[i]};
  }
  return settings;
}

}  // namespace
}  // namespace mammoth

int main(int argc, char** argv) {
  using namespace mammoth;
  try {
    const auto settings = parse({argv + 1, argv + argc});
    if (settings) return run(*settings);
    fmt::print(stderr, "{}\n", settings.error().message);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "nn_load: {}\n", failure.what());
  }
  return EXIT_FAILURE;
}
