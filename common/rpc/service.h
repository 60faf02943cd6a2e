// The methods of one protocol, by name: the table from which a server dispatches.
//
//   Service service("org.apache.hadoop.hdfs.protocol.ClientProtocol", 1);
//   service.bind("getFileInfo", Retry::kIdempotent, protocol, &ClientProtocol::get_file_info);
//   service.bind("create", Retry::kAtMostOnce, protocol, &ClientProtocol::create);
//   service.bind_unsupported("createSymlink");
//
// Request and response types are deduced from the handler, and so is its kind:
//   Result<Resp> (P::*)(const Req&, Call&)          runs inline on the connection's thread; keep it
//   short Task<Result<Resp>> (P::*)(const Req&, Call&)    is spawned, and may finish out of order
// A handler that throws answers java.io.IOException with the exception's text.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/async/task.h"
#include "common/base/result.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"

namespace mammoth::rpc {

// Filled before the server starts, constant and thread-safe after. The protocol objects it was
// given are not owned and must outlive the server.
class Service {
 public:
  // Asked before each handler: an error is the answer and the handler does not run. Called on every
  // io thread at once.
  using Gate = std::function<Result<void>(std::string_view method, Call& call)>;

  Service(std::string protocol_name, std::uint64_t version);

  template <class P, class Req, class Resp>
  void bind(std::string_view method, Retry retry, P& protocol,
            Result<Resp> (P::*handler)(const Req&, Call&)) {
    add(method, retry, std::make_unique<SyncMethod<P, Req, Resp>>(protocol, handler));
  }

  // An asynchronous method cannot be kAtMostOnce: the retry cache makes a duplicate wait on its
  // thread.
  template <class P, class Req, class Resp>
  void bind(std::string_view method, Retry retry, P& protocol,
            Task<Result<Resp>> (P::*handler)(const Req&, Call&)) {
    add(method, retry, std::make_unique<AsyncMethod<P, Req, Resp>>(protocol, handler));
  }

  // Answers java.lang.UnsupportedOperationException naming the method.
  void bind_unsupported(std::string_view method);

  void set_gate(Gate gate) { gate_ = std::move(gate); }

  // True for bound and for unsupported methods: a test compares this with the methods of the
  // .proto.
  bool knows(std::string_view method) const { return find(method) != nullptr; }

  const std::string& protocol_name() const { return protocol_name_; }
  std::uint64_t version() const { return version_; }
  const Gate& gate() const { return gate_; }
  const Method* find(std::string_view method) const;

 private:
  void add(std::string_view name, Retry retry, std::unique_ptr<Method> method);

  const std::string protocol_name_;
  const std::uint64_t version_;
  Gate gate_;
  std::unordered_map<std::string_view, std::unique_ptr<Method>>
      methods_;  // keys live in the methods
};

}  // namespace mammoth::rpc
