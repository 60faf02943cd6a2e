// NamenodeSession's steady state: heartbeats, and the reports that hang on them.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/report/convert.h"
#include "datanode/report/full_report.h"
#include "datanode/report/namenode_session.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {
constexpr auto kChangesRetry = std::chrono::milliseconds(500);

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Task<> wait_or_time(Event& event, std::chrono::milliseconds time) {
  try {
    co_await with_deadline(event.wait(), time);
  } catch (const DeadlineExceeded&) {
  }
}
}  // namespace

Task<> NamenodeSession::heartbeats() {
  for (;;) {
    if (must_register_) {
      co_await handshake();  // it may be another NameNode now
      co_await register_datanode();
    }
    co_await send_heartbeat();
    if (must_register_) continue;
    co_await wait_or_time(heartbeat_now_, options_.heartbeat_interval);
  }
}

Task<> NamenodeSession::send_heartbeat() {
  const bool report_is_due = std::chrono::steady_clock::now() >= next_report_;
  pb::datanode::HeartbeatRequestProto request;
  *request.mutable_registration() = registration_;
  fill_storages(store_, request);
  request.set_xmitsinprogress(load_.transfers());
  request.set_xceivercount(load_.xceivers());
  request.set_requestfullblockreportlease(report_is_due);
  const auto began = TimedCount::Clock::now();
  if (load_.cache != nullptr) {
    const ReplicaCacheStatistics cache = load_.cache->statistics();
    request.set_cachecapacity(cache.capacity_bytes);
    request.set_cacheused(cache.used_bytes);
  }
  const auto answer = co_await namenode_->call<pb::datanode::HeartbeatResponseProto>("sendHeartbeat", request);
  if (!answer) {
    if (is_final(answer.error())) throw ErrorException(answer.error());
    log::warn("datanode", "heartbeat to {}: {}", options_.namenode.to_string(), answer.error().message);
    co_return;
  }
  if (load_.activity != nullptr) {
    load_.activity->heartbeats.add_since(began);
    load_.activity->last_heartbeat_ms = steady_ms();
  }
  for (const auto& command : answer->cmds()) obey(command);
  if (must_register_) co_return;
  if (report_is_due && answer->fullblockreportleaseid() != 0)
    co_await send_full_report(answer->fullblockreportleaseid());
  co_await send_changes();
  co_await send_cache_report();
}

Task<> NamenodeSession::send_cache_report() {
  const auto now = std::chrono::steady_clock::now();
  if (load_.cache == nullptr || now < next_cache_report_) co_return;
  pb::datanode::CacheReportRequestProto request;
  *request.mutable_registration() = registration_;
  request.set_blockpoolid(store_.pool_id());
  for (const BlockId block : load_.cache->cached()) request.add_blocks(block.value());
  const auto answer =
      co_await namenode_->call<pb::datanode::CacheReportResponseProto>("cacheReport", request);
  if (!answer) {
    log::warn("datanode", "cache report to {}: {}", options_.namenode.to_string(), answer.error().message);
    co_return;
  }
  next_cache_report_ = now + options_.cache_report_interval;
  if (answer->has_cmd()) obey(answer->cmd());
}

// Reports spread over the interval, so that a restarted cluster does not send all of them at once.
void NamenodeSession::schedule_next_report() {
  std::random_device random;
  const auto part = std::uniform_real_distribution<>(0.5, 1.0)(random);
  next_report_ = std::chrono::steady_clock::now() +
                 std::chrono::duration_cast<std::chrono::milliseconds>(options_.report_interval * part);
}

Task<> NamenodeSession::send_full_report(std::uint64_t lease_id) {
  // What changed before goes before: a replica that is reported as being written must not be so after
  // the full report has called it finalized.
  co_await send_changes();
  const auto began = TimedCount::Clock::now();
  FullReportOptions report;
  report.split_threshold_blocks = options_.report_split_threshold;
  report.lease_id = lease_id;
  report.report_id = ++report_id_;
  auto messages = make_full_report(store_, report);
  for (auto& message : messages) {
    *message.mutable_registration() = registration_;
    const auto answer = co_await namenode_->call<pb::datanode::BlockReportResponseProto>("blockReport", message);
    if (!answer) {
      log::warn("datanode", "block report to {}: {}", options_.namenode.to_string(), answer.error().message);
      co_return;
    }
    if (answer->has_cmd()) obey(answer->cmd());
  }
  if (load_.activity != nullptr) {
    load_.activity->full_reports.add_since(began);
    load_.activity->last_full_report_ms = steady_ms();
  }
  schedule_next_report();
  log::info("datanode", "full block report of {} replicas sent", store_.size());
}

Task<> NamenodeSession::changes() {
  for (;;) {
    while (!changes_wait_) co_await change_waits_.wait();
    changes_wait_ = false;
    co_await send_changes();
  }
}

Task<> NamenodeSession::send_changes() {
  ChangeBatch batch = changes_.take();
  if (batch.empty()) co_return;
  pb::datanode::BlockReceivedAndDeletedRequestProto request;
  *request.mutable_registration() = registration_;
  request.set_blockpoolid(store_.pool_id());
  fill_changes(batch, request);
  const auto began = TimedCount::Clock::now();
  const auto answer = co_await namenode_->call<pb::datanode::BlockReceivedAndDeletedResponseProto>(
      "blockReceivedAndDeleted", request);
  if (answer) {
    if (load_.activity != nullptr) load_.activity->incremental_reports.add_since(began);
    changes_.reported(batch);
    co_return;
  }
  log::warn("datanode", "report of changes to {}: {}", options_.namenode.to_string(), answer.error().message);
  changes_.put_back(std::move(batch));
  co_await pause(kChangesRetry);
  changes_wait_ = true;
}

Task<> NamenodeSession::send_bad_block(Block block, std::string storage_id) {
  pb::datanode::ReportBadBlocksRequestProto request;
  auto& located = *request.add_blocks();
  *located.mutable_b() = to_extended(store_.pool_id(), block);
  located.set_offset(0);
  located.set_corrupt(true);
  *located.add_locs()->mutable_id() = registration_.datanodeid();
  located.add_storageids(storage_id);
  auto& token = *located.mutable_blocktoken();
  token.set_identifier("");
  token.set_password("");
  token.set_kind("");
  token.set_service("");
  const auto answer =
      co_await namenode_->call<pb::datanode::ReportBadBlocksResponseProto>("reportBadBlocks", request);
  if (!answer) log::warn("datanode", "cannot report corrupt block {}: {}", block.id.value(), answer.error().message);
}

}  // namespace mammoth::datanode
