// The jobs whose map outputs this node hands out: whose they are, and the secret that their
// reducers sign with (Hadoop: ShuffleHandler's userRsrc and secretManager). Comes to know of a job
// with its first container, by the token in the container's service data.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "yarn/node_manager/containers/auxiliary_service.h"

namespace mammoth::yarn::node {

struct ShuffleJob {
  std::string user;
  std::string application;
  std::string secret;
};

// Thread-safe.
class ShuffleJobs final : public AuxiliaryService {
 public:
  static constexpr const char* kName = "mapreduce_shuffle";

  void set_port(std::uint16_t port) { port_ = port; }

  std::string name() const override { return kName; }
  std::string metadata() const override;  // the port, four bytes, big-endian
  Result<void> begin_application(const std::string& application, const std::string& user,
                                 std::string_view data) override;
  void end_application(const std::string& application) override;

  std::optional<ShuffleJob> find(const std::string& job) const;  // job_…

 private:
  std::atomic<std::uint16_t> port_{0};
  mutable std::mutex mutex_;
  std::map<std::string, ShuffleJob> jobs_;
};

}  // namespace mammoth::yarn::node
