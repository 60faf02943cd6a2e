// HttpFS: a gateway that speaks WebHDFS to clients who cannot reach NameNode and DataNodes, and is
// their client of HDFS (Hadoop: HttpFSServer, HttpFSServerWebServer). Bytes pass through it.
// Listens on httpfs.http.hostname, httpfs.http.port.
//
// What differs from the NameNode's WebHDFS is as in Apache's: who asks is said by user.name, a
// signed cookie or a delegation token (else 401), uploads need Content-Type:
// application/octet-stream (400), most refusals are 500, GETHOMEDIRECTORY asks for the root, and
// JSON looks a little different.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/configuration.h"
#include "common/hdfs/client_pool.h"
#include "common/http/server.h"
#include "httpfs/gateway/authenticator.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs {

// Constructed, started and stopped by one thread.
class Gateway {
 public:
  static constexpr std::string_view kPrefix = "/webhdfs/v1";

  // Refuses (kIllegalArgument) a file system that is not on HDFS, an address that is none, and a
  // secret for cookies that is none.
  static Result<std::unique_ptr<Gateway>> make(const Configuration& configuration);

  Result<void> start();
  void stop();  // idempotent
  std::uint16_t port() const { return server_.port(); }

 private:
  Gateway(const Configuration& configuration, HostPort namenode, HostPort address);
  void handle(http::Exchange& exchange);
  Result<void> run(http::Exchange& exchange, const Authenticator::Outcome& caller);
  Result<void> check_proxy(const std::string& user, const std::string& effective);
  std::vector<OperationCount> operation_counts() const;

  const Configuration configuration_;
  const std::int64_t started_ms_;
  hdfs::ClientPool clients_;
  std::unique_ptr<Authenticator> authenticator_;
  std::vector<std::atomic<std::uint64_t>> counts_;  // by all_operations()
  http::Server server_;
};

}  // namespace mammoth::httpfs
