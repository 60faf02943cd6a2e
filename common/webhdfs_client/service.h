// WebHDFS as a client speaks it: one request an operation, refusals as the errors that they stand
// for (Hadoop: WebHdfsFileSystem's runners).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/http/client.h"
#include "common/http/json_value.h"

namespace mammoth::webhdfs_client {

// In the order they are sent; an empty value is sent too.
using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Operation {
  std::string method;  // "GET"
  std::string name;    // "LISTSTATUS"
  std::string path;    // absolute
  Parameters parameters{};
};

// Thread-safe; all calls block. Refusals carry the server's words, an answer that is no WebHDFS's is
// kIo.
class Service {
 public:
  Service(HostPort server, std::string user, http::ClientTimeouts timeouts)
      : server_(std::move(server)), user_(std::move(user)), timeouts_(timeouts) {}

  const HostPort& server() const { return server_; }
  const std::string& user() const { return user_; }

  // The answer's JSON, null where it has none. Follows one redirect (GETFILECHECKSUM).
  Result<http::JsonValue> ask(const Operation& operation) const;
  // The same where the answer is {"boolean":…}.
  Result<bool> ask_boolean(const Operation& operation) const;
  // A call at the DataNode that the server names; for a body, if `sends_body`.
  Result<http::ClientCall> open_at_datanode(const Operation& operation, bool sends_body) const;

  // What a call was refused with.
  static Error refusal(http::ClientCall& call, const http::ClientAnswer& answer);

 private:
  std::string target_of(const Operation& operation) const;
  Result<http::ClientCall> follow(const std::string& location, const std::string& method,
                                  bool sends_body) const;

  const HostPort server_;
  const std::string user_;
  const http::ClientTimeouts timeouts_;
};

}  // namespace mammoth::webhdfs_client
