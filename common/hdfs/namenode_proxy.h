// The NameNode as the client library sees it: typed calls of ClientProtocol for one user (Hadoop:
// ClientNamenodeProtocolTranslatorPB).
//
//   auto answer = namenode.call<MkdirsResponseProto>("mkdirs", request);
//
// Thread-safe; calls block. Retries, and waiting for a NameNode that starts or is in safe mode
// where it says so (RetriableException), are the rpc client's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/config/host_port.h"
#include "common/rpc/blocking_client.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

class NamenodeProxy {
 public:
  // With `real_user`, he asks on behalf of `user`, if the NameNode lets him.
  NamenodeProxy(HostPort namenode, std::string user, const Configuration& configuration,
                std::string real_user = {});

  template <class Response, class Request>
  Result<Response> call(std::string_view method, const Request& request) {
    return client_protocol_->call<Response>(method, request);
  }

  const HostPort& address() const { return address_; }
  const std::string& user() const { return user_; }
  // The holder of this client's leases; unique in the cluster.
  const std::string& client_name() const { return client_name_; }
  // Another protocol of the same server.
  std::unique_ptr<rpc::BlockingProxy> protocol(std::string name);
  // For other servers.
  rpc::BlockingClient& rpc_client() { return rpc_client_; }

 private:
  const HostPort address_;
  const std::string user_;
  const std::string real_user_;
  const std::string client_name_;
  rpc::BlockingClient rpc_client_;
  std::unique_ptr<rpc::BlockingProxy> client_protocol_;
};

}  // namespace mammoth::hdfs
