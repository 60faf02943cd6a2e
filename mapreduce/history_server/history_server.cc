#include "mapreduce/history_server/history_server.h"

#include <chrono>

#include "common/config/keys.h"
#include "common/config/keys/mapreduce.h"
#include "common/http/beans.h"
#include "common/http/conf_page.h"
#include "common/http/log_level_page.h"
#include "common/http/process_beans.h"
#include "mapreduce/history_server/pages.h"
#include "mapreduce/history_server/rest.h"

namespace mammoth::mapreduce::history {

namespace {

http::ServerOptions history_web_options(const mammoth::Configuration& conf) {
  http::ServerOptions options;
  options.address =
      conf.get_address(keys::kMapreduceJobhistoryWebappAddress).value_or(options.address);
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  return options;
}

// Answers read whole files of HDFS; a few of them may do so at once.
constexpr std::size_t kHistoryCallThreads = 4;

rpc::ServerOptions history_rpc_options(const mammoth::Configuration& conf) {
  rpc::ServerOptions options;
  options.address = conf.get_address(keys::kMapreduceJobhistoryAddress).value_or(options.address);
  options.allow_unauthenticated_remote =
      conf.get_bool(keys::kMammothSecurityAllowUnauthenticatedRemote);
  return options;
}

http::Response plain_history_text(unsigned status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain;charset=utf-8"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::move(text)};
}

}  // namespace

HistoryServer::HistoryServer(const mammoth::Configuration& configuration)
    : configuration_(configuration),
      started_ms_(http::wall_clock_ms()),
      store_(Configuration(configuration)),
      server_(history_web_options(configuration_),
              [this](http::Exchange& exchange) { exchange.respond(answer(exchange.request())); }),
      clients_(store_),
      service_(kHistoryClientProtocol, 1),
      pool_(kHistoryCallThreads),
      rpc_server_(pool_, history_rpc_options(configuration_)) {
  clients_.bind_to(service_);
  rpc_server_.add(service_);
}

HistoryServer::~HistoryServer() {
  stop();
}

Result<void> HistoryServer::start() {
  store_.open();
  TRY(rpc_server_.start());
  TRY(server_.start());
  watcher_ = std::thread([this] { watch(); });
  return {};
}

void HistoryServer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (watcher_.joinable()) watcher_.join();
  rpc_server_.stop();
  server_.stop();
}

void HistoryServer::watch() {
  const auto interval = configuration_.get_duration(keys::kMapreduceJobhistoryMoveIntervalMs);
  const auto cleaning = configuration_.get_duration(keys::kMapreduceJobhistoryCleanerIntervalMs);
  const bool cleans = configuration_.get_bool(keys::kMapreduceJobhistoryCleanerEnable);
  std::int64_t cleaned_ms = 0;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    store_.scan();
    const std::int64_t now_ms = http::wall_clock_ms();
    if (cleans && now_ms - cleaned_ms >= cleaning.count()) {
      store_.clean(now_ms);
      cleaned_ms = now_ms;
    }
    lock.lock();
    changed_.wait_for(lock, interval, [this] { return stopping_; });
  }
}

http::Response HistoryServer::answer(const http::Request& request) {
  if (request.method != "GET" && request.method != "HEAD")
    return plain_history_text(405, "405 Method Not Allowed\n");
  if (auto found = history_rest({store_, started_ms_}, request)) return std::move(*found);
  if (auto found = history_page(store_, request)) return std::move(*found);
  const auto beans = [this] {
    return http::process_beans("JobHistoryServer", started_ms_, http::wall_clock_ms());
  };
  if (request.path == "/jmx") return http::jmx_page(request.query, beans());
  if (request.path == "/metrics") return http::metrics_page("historyserver", beans());
  if (request.path == "/conf") return http::conf_page(request, configuration_);
  if (request.path == "/logLevel") return http::log_level_page(request.query);
  return plain_history_text(404, "404 Not Found\n");
}

}  // namespace mammoth::mapreduce::history
