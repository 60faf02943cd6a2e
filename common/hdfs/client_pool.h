// Clients of one NameNode for many users, used again: what a gateway needs, whose every request is
// another user's. A request has its client to itself, so that no two of them share a lease holder;
// afterwards the client waits, connected, for the user's next request.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "common/config/configuration.h"
#include "common/config/host_port.h"
#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

// Thread-safe.
class ClientPool {
 public:
  struct User {
    std::string name;
    std::string real_name{};  // who acts for him; empty: he himself
    bool operator==(const User&) const = default;
  };

  // A borrowed client. Given back when this ends, unless discard() was called: after a failure
  // nobody knows what it still holds.
  class Loan {
   public:
    Loan(ClientPool& pool, User user, std::unique_ptr<FileSystem> files)
        : pool_(&pool), user_(std::move(user)), files_(std::move(files)) {}
    Loan(Loan&&) = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan();
    FileSystem& files() const { return *files_; }
    void discard() { files_.reset(); }

   private:
    ClientPool* pool_;
    User user_;
    std::unique_ptr<FileSystem> files_;
  };

  static constexpr std::size_t kMaxIdle = 64;
  static constexpr std::chrono::seconds kMaxIdleTime{60};

  // `configuration` is copied.
  ClientPool(const Configuration& configuration, HostPort namenode);

  // kIllegalArgument: the configuration makes no client.
  Result<Loan> borrow(User user);

 private:
  struct Idle {
    User user;
    std::unique_ptr<FileSystem> files;
    std::chrono::steady_clock::time_point since;
  };

  void give_back(User user, std::unique_ptr<FileSystem> files);

  const Configuration configuration_;
  const HostPort namenode_;
  std::mutex mutex_;
  std::list<Idle> idle_;  // guarded by mutex_; the latest first
};

}  // namespace mammoth::hdfs
