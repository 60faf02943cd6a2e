#include <boost/asio/ip/host_name.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/net/address.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "common/rpc/call.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

using asio::ip::tcp;

constexpr std::chrono::seconds kLookupLimit{10};

Task<std::string> look_up_name(tcp::endpoint peer) {
  tcp::resolver resolver(co_await asio::this_coro::executor);
  boost::system::error_code error;
  const auto names =
      co_await resolver.async_resolve(peer, asio::redirect_error(asio::use_awaitable, error));
  co_return error || names.empty() ? std::string() : names.begin()->host_name();
}

// One of this machine's own addresses needs no name service (Hadoop: NetUtils.isLocalAddress):
// nothing else can be bound.
bool is_local(const asio::any_io_executor& executor, const asio::ip::address& address) {
  tcp::acceptor probe(executor);
  boost::system::error_code error;
  probe.open(address.is_v4() ? tcp::v4() : tcp::v6(), error);
  if (!error) probe.bind({address, 0}, error);
  return !error;
}

Task<std::string> name_of(std::string ip) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(ip, error);
  if (error || is_loopback(address)) co_return "localhost";
  if (is_local(co_await asio::this_coro::executor, address)) co_return asio::ip::host_name(error);
  const tcp::endpoint peer(address, 0);
  try {
    co_return co_await with_deadline(look_up_name(peer), kLookupLimit);
  } catch (const DeadlineExceeded&) {
    log::warn("namenode", "No name found for {} within {} s", ip, kLookupLimit.count());
  }
  co_return std::string();
}

}  // namespace

Task<Result<datanode_wire::RegisterDatanodeResponseProto>> DatanodeProtocol::register_datanode(
    const datanode_wire::RegisterDatanodeRequestProto& request, rpc::Call& call) {
  const DatanodeRegistration registration = to_registration(request.registration());
  CO_TRY(check_software_version(registration));
  PeerAddress peer{.ip = call.remote_address()};
  if (system_.options().blocks.check_registration_hostname)
    peer.host_name = co_await name_of(peer.ip);
  const DatanodeRegistration accepted = CO_TRY(system_.change_blocks(
      [&](BlockManager& blocks) { return blocks.register_datanode(registration, peer); }));
  datanode_wire::RegisterDatanodeResponseProto response;
  to_proto(accepted, response.mutable_registration());
  co_return response;
}

}  // namespace mammoth::namenode
