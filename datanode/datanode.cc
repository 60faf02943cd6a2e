#include "datanode/datanode.h"

#include <fmt/format.h>
#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <filesystem>

#include "common/base/log.h"

namespace mammoth::datanode {
namespace {

constexpr std::size_t kIpcThreads = 4;
constexpr std::int64_t kHangMs = 10'000;

std::string address_to_register(const HostPort& address) {
  boost::system::error_code not_literal;
  asio::ip::make_address(address.host, not_literal);
  // A NameNode takes the address that it sees anyway.
  return not_literal ? "127.0.0.1" : address.host;
}

}  // namespace

Datanode::Datanode(Settings settings, OnEnd on_end)
    : settings_(std::move(settings)),
      on_end_(std::move(on_end)),
      store_(disk_, clock_, settings_.store, reports_),
      balance_(settings_.transfer.balance_bytes_per_second, settings_.transfer.max_balance_moves),
      cache_(store_, short_circuit_, settings_.cache),
      context_{store_,   reports_,           registration_,
               balance_, settings_.transfer, settings_.transfer.domain_socket_path.empty() ? nullptr : &short_circuit_,
               &transfer_activity_},
      xceivers_(context_),
      transfers_(context_),
      recovery_(store_, registration_, settings_.recovery),
      commands_(store_, actions(), balance_.bytes_per_second()),
      scanners_(store_, reports_, clock_, settings_.scanner),
      client_protocol_(store_, clock_, controls(), balance_.bytes_per_second(), settings_.user),
      inter_protocol_(store_),
      reconfiguration_(clock_, settings_.configuration, settings_.reload, reconfigurable_properties()),
      reconfiguration_protocol_(reconfiguration_,
                                {.check =
                                     [this](const rpc::Call& call, auto) {
                                       return client_protocol_.check_superuser(call);
                                     },
                                 .done = {}}),
      client_service_("org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol", 1),
      inter_service_("org.apache.hadoop.hdfs.server.protocol.InterDatanodeProtocol", 1),
      reconfiguration_service_(rpc::kReconfigurationProtocolName, 1),
      ipc_pool_(kIpcThreads),
      ipc_server_(ipc_pool_, settings_.ipc),
      web_(settings_.configuration, settings_.client_namenode,
           {.beans = [this] { return beans(); },
            .configuration_in_force = [this] { return reconfiguration_.configuration(); }}) {
  client_protocol_.bind(client_service_);
  reconfiguration_protocol_.bind_to(client_service_);
  reconfiguration_protocol_.bind_to(reconfiguration_service_);
  inter_protocol_.bind(inter_service_);
  ipc_server_.add(client_service_);
  ipc_server_.add(inter_service_);
  ipc_server_.add(reconfiguration_service_);
}

Datanode::~Datanode() { stop(); }

CommandActions Datanode::actions() {
  CommandActions actions;
  actions.transfer = [this](TransferOrder order) { transfers_.start(std::move(order)); };
  actions.recover = [this](const ::hadoop::hdfs::RecoveringBlockProto& block) {
    recovery_.start(block);
  };
  actions.cache = [this](std::span<const BlockId> blocks) { cache_.cache(blocks); };
  actions.uncache = [this](std::span<const BlockId> blocks) { cache_.uncache(blocks); };
  return actions;
}

DaemonControls Datanode::controls() {
  return {.shut_down = [this] { end(std::nullopt); },
          .evict_writers = [this] { xceivers_.evict_writers(); },
          .report_blocks =
              [this](bool incremental) {
                if (session_) session_->request_report(incremental);
              }};
}

SessionLoad Datanode::load() {
  return {.xceivers = [this] { return static_cast<std::uint32_t>(xceivers_.active()); },
          .transfers = [this] { return transfers_.in_progress(); },
          .activity = &session_activity_,
          .cache = settings_.cache.capacity_bytes > 0 ? &cache_ : nullptr};
}

DatanodeIdentity Datanode::identity() const {
  return {.ip_address = address_to_register(settings_.transfer.address),
          .host_name = settings_.host_name,
          .transfer_port = xceivers_.port(),
          .info_port = web_.port(),
          .ipc_port = ipc_server_.port()};
}

void Datanode::end(std::optional<std::string> failure) {
  std::call_once(ended_, [&] { on_end_(std::move(failure)); });
}

// Failures show when the volume is opened.
void Datanode::prepare_directories() const {
  for (const auto& location : settings_.store.volumes.locations) prepare_directory(location.path);
}

void Datanode::prepare_directory(const std::string& path) const {
  std::error_code ignored;
  std::filesystem::create_directories(path, ignored);
  std::filesystem::permissions(path, static_cast<std::filesystem::perms>(settings_.directory_mode),
                               ignored);
}

void Datanode::connect_parts() {
  reports_.set_hooks({.urgent = [this] { session_->wake_up(); },
                      .corrupt =
                          [this](const Block& block, const std::string& storage_id) {
                            session_->report_bad_block(block, storage_id);
                          },
                      .volume_failed =
                          [this](const std::string& reason, bool must_stop) {
                            if (must_stop) return end(reason);
                            session_->request_report(/*incremental=*/false);
                          },
                      .hidden =
                          [this](const Block& block) {
                            short_circuit_.invalidate(block.id);
                            cache_.uncache({&block.id, 1});
                          }});
}

Result<void> Datanode::start() {
  TRY(check_lock_limit(settings_.cache.capacity_bytes));
  prepare_directories();
  TRY(xceivers_.start());
  TRY(ipc_server_.start());
  TRY(web_.start());
  session_ = std::make_unique<NamenodeSession>(session_io_.get_executor(), settings_.session,
                                               identity(), store_, reports_, commands_,
                                               registration_, load());
  connect_parts();
  start_session();
  scanners_.start();
  log::info("datanode", "transfer on port {}, ipc on port {}, http on port {}, NameNode {}",
            xceivers_.port(), ipc_server_.port(), web_.port(), settings_.session.namenode.to_string());
  return {};
}

void Datanode::start_session() {
  session_tasks_ = std::make_unique<TaskGroup>(session_io_.get_executor());
  session_tasks_->spawn(run_session());
  last_turn_ms_ = clock_.monotonic_ms();
  session_thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "session");
    const auto work = asio::make_work_guard(session_io_);
    session_io_.run();
  });
}

bool Datanode::responsive() {
  asio::post(session_io_, [this] { last_turn_ms_ = clock_.monotonic_ms(); });
  return clock_.monotonic_ms() - last_turn_ms_ < kHangMs;
}

Task<> Datanode::run_session() {
  std::string failure;
  try {
    co_await session_->run();
  } catch (const boost::system::system_error& e) {
    if (e.code() == asio::error::operation_aborted) throw;
    failure = e.code().message();
  } catch (const std::exception& e) {
    failure = e.what();
  }
  end(failure.empty() ? "the session with the NameNode has ended" : failure);
}

namespace {

// Cancelled calls unwind on their own thread before it is told to end.
Task<> join_and_stop(TaskGroup& tasks, asio::io_context& io) {
  tasks.cancel();
  co_await tasks.join();
  io.stop();
}

}  // namespace

void Datanode::stop_session() {
  if (!session_thread_.joinable()) return;
  asio::post(session_io_, [this] {
    asio::co_spawn(session_io_, join_and_stop(*session_tasks_, session_io_),
                   [this](const std::exception_ptr&) { session_io_.stop(); });
  });
  session_thread_.join();
}

void Datanode::stop() {
  if (std::exchange(stopped_, true)) return;
  std::call_once(ended_, [] {});
  registration_.close();
  scanners_.stop();
  web_.stop();
  xceivers_.stop();
  ipc_server_.stop();
  reconfiguration_.stop();
  stop_session();
}

}  // namespace mammoth::datanode
