// Hadoop RPC for ordinary threads: the same as client.h, behind an io thread of its own.
//
//   BlockingClient client(ClientOptions{});
//   auto namenode = client.proxy({.addresses = {{"nn1", 8020}}, .protocol = "…ClientProtocol",
//   .user = "alice"}); auto status = namenode->call<GetFileInfoResponseProto>("getFileInfo",
//   request);   // Result<…>
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/rpc/client.h"

namespace mammoth::rpc {

// Thread-safe: any number of threads may share one, their calls share one connection and overtake
// one another. Must outlive its BlockingClient's last use: destroy proxies before their client.
class BlockingProxy {
 public:
  ~BlockingProxy();
  BlockingProxy(const BlockingProxy&) = delete;

  // Blocks until the answer, or until the retry policy gives up. Never call it on an io thread.
  template <class Resp, class Req>
  Result<Resp> call(std::string_view method, const Req& request) {
    const std::string answer = TRY(call_bytes(method, request.SerializeAsString()));
    Resp response;
    if (!response.ParseFromString(answer))
      return Error{ErrorCode::kIo, "malformed response to " + std::string(method)};
    return response;
  }

  Result<std::string> call_bytes(std::string_view method, std::string request);

 private:
  friend class BlockingClient;
  class Impl;
  explicit BlockingProxy(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Owns the io thread, which starts with the first proxy. Thread-safe.
class BlockingClient {
 public:
  explicit BlockingClient(ClientOptions options = {});
  ~BlockingClient();
  BlockingClient(const BlockingClient&) = delete;

  std::unique_ptr<BlockingProxy> proxy(Target target);
  const std::string& id() const;

 private:
  friend class BlockingProxy;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mammoth::rpc
