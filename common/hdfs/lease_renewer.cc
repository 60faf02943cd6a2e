#include "common/hdfs/lease_renewer.h"

#include <chrono>

#include "common/base/log.h"
#include "common/hdfs/namenode_proxy.h"
#include "common/protocol/hdfs/client_namenode/leases.pb.h"

namespace mammoth::hdfs {

namespace {
constexpr auto kTick = std::chrono::seconds(1);
constexpr auto kRenewal = std::chrono::seconds(30);  // half of the soft limit
}  // namespace

LeaseRenewer::~LeaseRenewer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LeaseRenewer::add(Leaseholder& holder) {
  const std::lock_guard lock(mutex_);
  holders_.insert(&holder);
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
}

void LeaseRenewer::remove(Leaseholder& holder) {
  const std::lock_guard lock(mutex_);
  holders_.erase(&holder);
}

void LeaseRenewer::work() {
  auto renewal = std::chrono::steady_clock::now() + kRenewal;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, kTick, [this] { return stopping_; });
    if (stopping_) return;
    for (auto* holder : holders_) holder->keep_alive();
    if (std::chrono::steady_clock::now() < renewal) continue;
    renewal += kRenewal;
    if (holders_.empty()) continue;
    lock.unlock();  // a NameNode that is slow must not stop writers from coming and going
    renew();
    lock.lock();
  }
}

void LeaseRenewer::renew() {
  ::hadoop::hdfs::RenewLeaseRequestProto request;
  request.set_clientname(namenode_.client_name());
  auto answer = namenode_.call<::hadoop::hdfs::RenewLeaseResponseProto>("renewLease", request);
  if (!answer)
    log::warn("client", "cannot renew the leases of {}: {}", namenode_.client_name(),
              answer.error().message);
}

}  // namespace mammoth::hdfs
