#include "datanode/report/namenode_session.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/report/convert.h"
#include "datanode/report/full_report.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr auto kFirstPause = std::chrono::milliseconds(100);
constexpr auto kLongestPause = std::chrono::milliseconds(5000);

rpc::ClientOptions rpc_options() {
  rpc::ClientOptions options;
  options.retry.max_attempts = 1;  // the session itself tries again, with what is true by then
  options.connect_timeout = std::chrono::seconds(20);
  return options;
}

std::chrono::milliseconds random_part(std::chrono::milliseconds time) {
  std::random_device random;
  return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, time.count())(random));
}

rpc::Target target_of(const SessionOptions& options) {
  rpc::Target target;
  target.addresses = {options.namenode};
  target.protocol = "org.apache.hadoop.hdfs.server.protocol.DatanodeProtocol";
  target.user = options.user;
  return target;
}

}  // namespace

bool NamenodeSession::is_final(const Error& error) {
  return error.code == ErrorCode::kDisallowedDatanode || error.code == ErrorCode::kUnregisteredNode ||
         error.code == ErrorCode::kIncorrectVersion;
}

NamenodeSession::NamenodeSession(asio::any_io_executor executor, SessionOptions options, DatanodeIdentity identity,
                                 ReplicaStore& store, IncrementalReports& changes, CommandExecutor& commands,
                                 Registration& registered_as, SessionLoad load)
    : executor_(executor),
      options_(std::move(options)),
      identity_(std::move(identity)),
      store_(store),
      changes_(changes),
      commands_(commands),
      registered_as_(registered_as),
      load_(std::move(load)),
      client_(executor, rpc_options()),
      namenode_(std::make_unique<rpc::Proxy>(client_, target_of(options_))),
      change_waits_(executor),
      heartbeat_now_(executor),
      side_calls_(std::make_unique<TaskGroup>(executor)) {
  report_id_ = static_cast<std::int64_t>(std::random_device{}()) << 20;
}

NamenodeSession::~NamenodeSession() = default;

void NamenodeSession::reconfigure(std::function<void(SessionOptions&)> change) {
  asio::post(executor_, [this, change = std::move(change)] { change(options_); });
}

void NamenodeSession::wake_up() {
  asio::post(executor_, [this] {
    changes_wait_ = true;
    change_waits_.notify();
  });
}

void NamenodeSession::request_report(bool incremental) {
  asio::post(executor_, [this, incremental] {
    changes_wait_ = true;
    change_waits_.notify();
    if (incremental) return;
    next_report_ = {};
    heartbeat_now_.notify();
  });
}

void NamenodeSession::report_bad_block(const Block& block, const std::string& storage_id) {
  asio::post(executor_, [this, block, storage_id] { side_calls_->spawn(send_bad_block(block, storage_id)); });
}

Task<> NamenodeSession::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(executor_, time);
  co_await timer.async_wait(asio::use_awaitable);
}

Task<> NamenodeSession::run() {
  co_await handshake();
  co_await register_datanode();
  co_await both(heartbeats(), changes());
}

// Asks who the NameNode is until it answers, then opens the storage that belongs to it.
Task<> NamenodeSession::handshake() {
  auto wait = kFirstPause;
  for (;;) {
    const pb::VersionRequestProto request;
    const auto answer = co_await namenode_->call<pb::VersionResponseProto>("versionRequest", request);
    if (answer) {
      const auto identity = from_proto(answer->info());
      if (const auto opened = store_.open(identity); !opened) throw ErrorException(opened.error());
      log::info("datanode", "block pool {} with {} replicas on {} volumes", store_.pool_id(), store_.size(),
                store_.volumes().working().size());
      co_return;
    }
    log::warn("datanode", "NameNode {} does not answer: {}", options_.namenode.to_string(), answer.error().message);
    co_await pause(wait);
    wait = std::min(2 * wait, kLongestPause);
  }
}

Task<> NamenodeSession::register_datanode() {
  auto wait = kFirstPause;
  for (;;) {
    pb::datanode::RegisterDatanodeRequestProto request;
    fill_registration(identity_, store_, *request.mutable_registration());
    const auto answer = co_await namenode_->call<pb::datanode::RegisterDatanodeResponseProto>(
        "registerDatanode", request);
    if (answer) {
      registration_ = answer->registration();
      registered_as_.set(store_.pool_id(), registration_.datanodeid());
      must_register_ = false;
      next_report_ = std::chrono::steady_clock::now() + random_part(options_.initial_report_delay);
      log::info("datanode", "registered with NameNode {} as {}", options_.namenode.to_string(),
                registration_.datanodeid().datanodeuuid());
      co_return;
    }
    if (is_final(answer.error())) throw ErrorException(answer.error());
    log::warn("datanode", "cannot register with {}: {}", options_.namenode.to_string(), answer.error().message);
    co_await pause(wait);
    wait = std::min(2 * wait, kLongestPause);
  }
}

void NamenodeSession::obey(const pb::datanode::DatanodeCommandProto& command) {
  if (commands_.execute(command)) must_register_ = true;
}

}  // namespace mammoth::datanode
