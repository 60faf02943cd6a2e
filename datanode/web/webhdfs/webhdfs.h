// WebHDFS on a DataNode: OPEN, CREATE, APPEND and GETFILECHECKSUM of /webhdfs/v1/PATH, to which the
// NameNode redirects (Hadoop: WebHdfsHandler). The DataNode is a client of the NameNode for the
// caller, so bytes go to whichever DataNodes the NameNode chooses, and rights are checked there,
// also that to act for others (doas).
//
// It is always the NameNode of its own configuration: what a request names in namenoderpcaddress is
// shown in Location headers and never connected to.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/config/configuration.h"
#include "common/config/host_port.h"
#include "common/hdfs/client_pool.h"
#include "common/http/exchange.h"

namespace mammoth::datanode {

// Thread-safe.
class WebHdfs {
 public:
  static constexpr std::string_view kPrefix = "/webhdfs/v1/";

  WebHdfs(const Configuration& configuration, HostPort namenode);

  void handle(http::Exchange& exchange) const;

 private:
  Result<void> run(http::Exchange& exchange) const;

  const Configuration configuration_;  // of the clients
  const HostPort namenode_;
  mutable hdfs::ClientPool clients_;
};

}  // namespace mammoth::datanode
