// ReconfigurationAdmin: makes one daemon read its configuration again (Hadoop:
// ReconfigurationProtocol behind `hdfs dfsadmin -reconfig`).
//
// All calls block the calling thread; thread-safe. Refusals come back as Error values with Hadoop's
// messages, a daemon that does not answer as kConnect, kSocketTimeout or kIo.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/host_port.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

struct ReconfigurationChange {
  std::string name;
  std::string old_value;
  std::string new_value;
  std::optional<std::string> error{};  // nothing: it is in force
};

// Times since the epoch; 0: never.
struct ReconfigurationTask {
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;  // 0 while it runs
  std::vector<ReconfigurationChange> changes{};
};

class ReconfigurationAdmin {
 public:
  enum class Daemon { kNameNode, kDataNode };  // a DataNode is asked by ClientDatanodeProtocol

  ReconfigurationAdmin(Daemon daemon, HostPort address, const Configuration& configuration);
  ~ReconfigurationAdmin();

  Result<void> start();
  Result<ReconfigurationTask> status();
  Result<std::vector<std::string>> properties();

 private:
  class Connection;
  const std::unique_ptr<Connection> connection_;
};

}  // namespace mammoth::hdfs
