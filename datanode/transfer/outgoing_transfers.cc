#include "datanode/transfer/outgoing_transfers.h"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "common/base/log.h"

namespace mammoth::datanode {
namespace {

// As a refusal or as an exception: the copy failed, and the NameNode will notice that it is missing.
Task<> transfer_and_log(const TransferContext& context, TransferOrder order) {
  const auto name = to_text(order.block);
  std::string failure;
  try {
    const auto sent = co_await transfer_replica(context, std::move(order));
    if (!sent) failure = sent.error().message;
  } catch (const DiskError& e) {
    context.store.suspect(e);
    failure = e.what();
  } catch (const std::exception& e) {
    failure = failure_text(e);
  }
  if (!failure.empty()) log::warn("datanode", "Failed to transfer {}: {}", name, failure);
}

}  // namespace

OutgoingTransfers::OutgoingTransfers(const TransferContext& context) : context_(context) {}

OutgoingTransfers::~OutgoingTransfers() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto* io : active_) io->stop();
    threads.swap(threads_);
    changed_.notify_all();
  }
  for (auto& thread : threads) thread.join();
}

void OutgoingTransfers::start(TransferOrder order) {
  if (!is_possible(order)) return;
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() >= kMaxQueued) return;
  queue_.push_back(std::move(order));
  if (idle_ < queue_.size() && threads_.size() < kMaxThreads)
    threads_.emplace_back([this] { serve(); });
  changed_.notify_one();
}

bool OutgoingTransfers::is_possible(const TransferOrder& order) const {
  const auto replica = context_.store.find(order.block.id);
  if (!replica || replica->state != ReplicaState::kFinalized || order.targets.empty()) {
    log::info("datanode", "Can't send invalid block {}", to_text(order.block));
    return false;
  }
  if (replica->block.length_bytes < order.block.length_bytes) {
    log::warn("datanode", "Can't replicate block {} because on-disk length {} is shorter than NameNode "
              "recorded length {}", to_text(order.block), replica->block.length_bytes,
              order.block.length_bytes);
    context_.events.corrupt(order.block, *context_.store.volumes().at(replica->volume));
    return false;
  }
  return true;
}

void OutgoingTransfers::serve() {
  pthread_setname_np(pthread_self(), "transfer");
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --idle_;
    if (stopping_) return;
    auto order = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    carry_out(std::move(order));
    lock.lock();
  }
}

void OutgoingTransfers::carry_out(TransferOrder order) {
  asio::io_context io(1);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    active_.push_back(&io);
  }
  ++in_progress_;
  asio::co_spawn(io, transfer_and_log(context_, std::move(order)),
                 [](const std::exception_ptr& failure) {
                   if (failure) std::rethrow_exception(failure);
                 });
  io.run();
  --in_progress_;
  const std::lock_guard lock(mutex_);
  std::erase(active_, &io);
}

}  // namespace mammoth::datanode
