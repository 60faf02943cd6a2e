#include "common/hdfs/namenode_proxy.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "common/config/configuration.h"
#include "common/config/keys.h"

namespace mammoth::hdfs {

namespace {

std::string make_client_name() {
  std::random_device random;
  return fmt::format("DFSClient_NONMAPREDUCE_{}_{}", static_cast<std::int32_t>(random()), getpid());
}

rpc::ClientOptions client_options(const Configuration& c) {
  rpc::ClientOptions options;
  options.connect_timeout = c.get_duration(keys::kIpcClientConnectTimeout);
  options.rpc_timeout = c.get_duration(keys::kIpcClientRpcTimeoutMs);
  options.ping_interval = c.get_duration(keys::kIpcPingInterval);
  options.max_idle = c.get_duration(keys::kIpcClientConnectionMaxidletime);
  options.max_response_bytes =
      static_cast<std::uint32_t>(c.get_size(keys::kIpcMaximumResponseLength));
  options.caller_context = "CLI";
  // the first repetition comes soon: our NameNode is back in milliseconds
  options.retry.max_attempts = 1 + static_cast<int>(c.get_int(keys::kIpcClientConnectMaxRetries));
  options.retry.max_delay = c.get_duration(keys::kIpcClientConnectRetryInterval);
  options.retry.first_delay = std::min(options.retry.first_delay, options.retry.max_delay);
  return options;
}

}  // namespace

NamenodeProxy::NamenodeProxy(HostPort namenode, std::string user,
                             const Configuration& configuration, std::string real_user)
    : address_(std::move(namenode)),
      user_(std::move(user)),
      real_user_(std::move(real_user)),
      client_name_(make_client_name()),
      rpc_client_(client_options(configuration)) {
  client_protocol_ = protocol("org.apache.hadoop.hdfs.protocol.ClientProtocol");
}

std::unique_ptr<rpc::BlockingProxy> NamenodeProxy::protocol(std::string name) {
  rpc::Target target;
  target.addresses = {address_};
  target.protocol = std::move(name);
  target.user = user_;
  target.real_user = real_user_;
  return rpc_client_.proxy(std::move(target));
}

}  // namespace mammoth::hdfs
