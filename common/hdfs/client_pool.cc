#include "common/hdfs/client_pool.h"

#include <algorithm>

#include "common/config/keys.h"
#include "common/hdfs/hdfs_file_system.h"

namespace mammoth::hdfs {

ClientPool::Loan::~Loan() {
  if (files_) pool_->give_back(std::move(user_), std::move(files_));
}

ClientPool::ClientPool(const Configuration& configuration, HostPort namenode)
    : configuration_(configuration), namenode_(std::move(namenode)) {}

Result<ClientPool::Loan> ClientPool::borrow(User user) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(idle_.begin(), idle_.end(),
                                    [&](const Idle& idle) { return idle.user == user; });
    if (found != idle_.end()) {
      Loan loan(*this, std::move(user), std::move(found->files));
      idle_.erase(found);
      return loan;
    }
  }
  const auto settings = TRY(ClientSettings::from(configuration_));
  auto client =
      std::make_shared<HdfsClient>(namenode_, user.name, configuration_, settings, user.real_name);
  return Loan(*this, std::move(user),
              std::make_unique<HdfsFileSystem>(std::move(client),
                                               configuration_.get(keys::kDfsUserHomeDirPrefix)));
}

void ClientPool::give_back(User user, std::unique_ptr<FileSystem> files) {
  const auto now = std::chrono::steady_clock::now();
  std::list<Idle> departed;  // their connections are closed without the lock
  const std::lock_guard lock(mutex_);
  idle_.push_front({std::move(user), std::move(files), now});
  while (idle_.size() > kMaxIdle || now - idle_.back().since > kMaxIdleTime)
    departed.splice(departed.end(), idle_, std::prev(idle_.end()));
}

}  // namespace mammoth::hdfs
