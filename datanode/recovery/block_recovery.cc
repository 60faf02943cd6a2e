#include "datanode/recovery/block_recovery.h"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>

#include "common/base/log.h"
#include "datanode/recovery/recovery_task.h"
#include "datanode/transfer/conversation.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

// The task lives in the frame, so that a recovery that is broken off takes its connections along.
Task<> recover_and_log(ReplicaStore& store, const Registration& registration,
                       const RecoveryOptions& options, const pb::RecoveringBlockProto& order) {
  const auto name = to_text(to_block(order.block().b()));
  std::string failure;
  try {
    RecoveryTask task(co_await asio::this_coro::executor, store, registration, options, order);
    const auto done = co_await task.run();
    if (!done) failure = done.error().message;
  } catch (const DiskError& e) {
    store.suspect(e);
    failure = e.what();
  } catch (const std::exception& e) {
    failure = failure_text(e);
  }
  if (failure.empty()) {
    log::info("datanode", "recovered {}", name);
  } else {
    log::warn("datanode", "recover Block: {} FAILED: {}", name, failure);
  }
}

}  // namespace

BlockRecovery::BlockRecovery(ReplicaStore& store, const Registration& registration,
                             RecoveryOptions options)
    : store_(store),
      registration_(registration),
      options_(std::move(options)),
      thread_([this] { work(); }) {}

BlockRecovery::~BlockRecovery() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (active_) active_->stop();
    changed_.notify_all();
  }
  thread_.join();
}

void BlockRecovery::start(const pb::RecoveringBlockProto& block) {
  const std::lock_guard lock(mutex_);
  if (queue_.size() >= kMaxQueued) return;
  queue_.push_back(block);
  changed_.notify_all();
}

void BlockRecovery::work() {
  pthread_setname_np(pthread_self(), "recovery");
  for (;;) {
    pb::RecoveringBlockProto order;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      order = std::move(queue_.front());
      queue_.pop_front();
    }
    run(order);
  }
}

void BlockRecovery::run(const pb::RecoveringBlockProto& order) {
  asio::io_context io(1);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    active_ = &io;
  }
  asio::co_spawn(io, recover_and_log(store_, registration_, options_, order),
                 [&io](const std::exception_ptr& failure) {
                   io.stop();  // idle connections would keep it running
                   if (failure) std::rethrow_exception(failure);
                 });
  io.run();
  const std::lock_guard lock(mutex_);
  active_ = nullptr;
}

}  // namespace mammoth::datanode
