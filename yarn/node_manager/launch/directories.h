// Where things lie on this node's disks: Hadoop's own layout, which shuffle and users' programs
// count on.
//
//   LOCAL/filecache/N/FILE                                        resources for everybody
//   LOCAL/usercache/USER/filecache/N/FILE                         for one user
//   LOCAL/usercache/USER/appcache/APPLICATION/                    the application's own space, 0710
//   LOCAL/usercache/USER/appcache/APPLICATION/filecache/N/FILE    for one application
//   LOCAL/usercache/USER/appcache/APPLICATION/CONTAINER/          the working directory
//   LOCAL/nmPrivate/APPLICATION/CONTAINER/CONTAINER.pid           this daemon's own, 0700
//   LOGS/APPLICATION/CONTAINER/                                   what the container writes
//
// Thread-safe. Directories are made when they are needed and removed as a tree.
#pragma once

#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace mammoth::yarn::node {

class Directories {
 public:
  // Neither may be empty.
  Directories(std::vector<std::string> local, std::vector<std::string> logs)
      : local_(std::move(local)), logs_(std::move(logs)) {}

  // Makes the roots; removes what an earlier process has left in the local ones, its containers'
  // processes first.
  Result<void> prepare();
  // The same, but for what these own: containers, applications and directories of resources.
  struct Kept {
    std::set<std::string> containers{};
    std::set<std::string> applications{};
    std::set<std::string> resources{};  // whole paths
  };
  Result<void> prepare(const Kept& kept);

  const std::vector<std::string>& local() const { return local_; }
  const std::vector<std::string>& logs() const { return logs_; }

  std::string pick_local() const { return local_[turn_++ % local_.size()]; }

  static std::string user_root(const std::string& local, const std::string& user);
  static std::string application_root(const std::string& local, const std::string& user,
                                      const std::string& application);
  std::vector<std::string> application_roots(const std::string& user,
                                             const std::string& application) const;
  std::string private_root(const std::string& application, const std::string& container) const;
  // The same for all of a container's life, without being remembered.
  std::string log_root(const std::string& application, const std::string& container) const;
  std::string work_root(const std::string& user, const std::string& application,
                        const std::string& container) const;

  // Every directory of a container and those above it.
  Result<void> make_for(const std::string& user, const std::string& application,
                        const std::string& container) const;
  void remove_container(const std::string& user, const std::string& application,
                        const std::string& container) const;
  void remove_application(const std::string& user, const std::string& application) const;

 private:
  std::size_t index_of(const std::string& container, std::size_t count) const;

  const std::vector<std::string> local_;
  const std::vector<std::string> logs_;
  mutable std::atomic<std::size_t> turn_{0};
};

// Makes `path` and what is missing above it; `mode` for the last.
Result<void> make_directory(const std::string& path, unsigned mode);
// Whole, or not at all when it cannot be written: kIo with path and reason.
Result<void> write_file(const std::string& path, std::string_view contents, unsigned mode);
// The last `max_bytes`; empty when it cannot be read.
std::string tail_of(const std::string& path, std::size_t max_bytes);

}  // namespace mammoth::yarn::node
