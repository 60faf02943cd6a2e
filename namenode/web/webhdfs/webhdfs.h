// WebHDFS on the NameNode: PUT, GET, POST and DELETE of /webhdfs/v1/PATH?op=… (Hadoop:
// NamenodeWebHdfsMethods). Metadata is answered here; bytes of files are a DataNode's, to which the
// client is redirected (or told where to go: noredirect=true).
//
// Callers are whoever user.name says, or hadoop.http.staticuser.user; doas needs the rights of
// hadoop.proxyuser.*. Refusals are RemoteException in JSON. Changes are answered once durable.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/http/exchange.h"
#include "namenode/web/web_parts.h"

namespace mammoth::namenode {

// How often an operation was answered.
struct OperationCount {
  std::string_view name;
  std::uint64_t successes = 0;
};

// Thread-safe.
class WebHdfs {
 public:
  static constexpr std::string_view kPrefix = "/webhdfs/v1";

  explicit WebHdfs(const WebParts& parts);

  // Answers a request whose path is kPrefix or below it.
  void handle(http::Exchange& exchange) const;
  std::vector<OperationCount> operation_counts() const;

 private:
  Result<void> run(const Caller& caller, http::Exchange& exchange) const;
  Caller identify(const http::Request& request) const;

  const WebParts& parts_;
  mutable std::vector<std::atomic<std::uint64_t>> successes_;  // by operation
};

}  // namespace mammoth::namenode
