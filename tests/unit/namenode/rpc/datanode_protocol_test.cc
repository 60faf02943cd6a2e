// The DataNode protocol as a datanode sees it: messages in, messages out.
#include "namenode/rpc/datanode_protocol.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "common/io/varint.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "common/rpc/call.h"
#include "common/rpc/service.h"
#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

using datanode_wire::DatanodeCommandProto;

class DatanodeProtocolTest : public NamesystemTest {
 protected:
  static FileSystemIdentity identity() {
    return {.namespace_id = 4'000'000'000,
            .cluster_id = "CID-1",
            .block_pool_id = "BP-test",
            .creation_time_ms = 1'700'000'000'000};
  }

  // What a datanode makes of the answer to versionRequest.
  datanode_wire::DatanodeRegistrationProto registration_proto() {
    datanode_wire::DatanodeRegistrationProto proto;
    auto* id = proto.mutable_datanodeid();
    id->set_ipaddr("0.0.0.0");
    id->set_hostname("dn1");
    id->set_datanodeuuid("uuid-1");
    id->set_xferport(9866);
    id->set_infoport(9864);
    id->set_ipcport(9867);
    const auto version = protocol.version_request({}, call).value();
    *proto.mutable_storageinfo() = version.info().storageinfo();
    proto.mutable_storageinfo()->set_layoutversion(static_cast<std::uint32_t>(-57));
    proto.mutable_keys()->set_isblocktokenenabled(false);
    proto.set_softwareversion("3.4.2");
    return proto;
  }

  template <class T>
  T run(Task<T> task) {
    asio::io_context context;
    auto result = asio::co_spawn(context, std::move(task), asio::use_future);
    context.run();
    return result.get();
  }

  Result<datanode_wire::DatanodeRegistrationProto> register_it(
      const datanode_wire::DatanodeRegistrationProto& registration) {
    datanode_wire::RegisterDatanodeRequestProto request;
    *request.mutable_registration() = registration;
    return TRY(run(protocol.register_datanode(request, call))).registration();
  }

  datanode_wire::HeartbeatResponseProto beat(
      const datanode_wire::DatanodeRegistrationProto& registration) {
    datanode_wire::HeartbeatRequestProto request;
    *request.mutable_registration() = registration;
    request.set_requestfullblockreportlease(true);
    auto* report = request.add_reports();
    report->set_storageuuid("DS-1");
    report->mutable_storage()->set_storageuuid("DS-1");
    report->set_capacity(1 << 20);
    report->set_remaining(1 << 20);
    return protocol.send_heartbeat(request, call).value();
  }

  Result<datanode_wire::BlockReportResponseProto> report(
      const datanode_wire::DatanodeRegistrationProto& registration, std::uint64_t lease,
      const std::string& replicas) {
    datanode_wire::BlockReportRequestProto request;
    *request.mutable_registration() = registration;
    request.set_blockpoolid("BP-test");
    auto* storage = request.add_reports();
    storage->mutable_storage()->set_storageuuid("DS-1");
    storage->add_blocksbuffers(replicas);
    request.mutable_context()->set_totalrpcs(1);
    request.mutable_context()->set_currpc(0);
    request.mutable_context()->set_id(1);
    request.mutable_context()->set_leaseid(lease);
    return run(protocol.block_report(request, call));
  }

  const rpc::Peer peer{.user = "hdfs", .real_user = {}, .remote_address = "127.0.0.1"};
  rpc::Call call{peer, {}};
  DatanodeProtocol protocol{*system, identity()};
};

TEST_F(DatanodeProtocolTest, VersionRequestSaysWhoTheNamenodeIs) {
  // A datanode compares all of this with the VERSION files on its disks.
  const auto info = protocol.version_request({}, call).value().info();
  EXPECT_EQ(info.blockpoolid(), "BP-test");
  EXPECT_EQ(info.storageinfo().clusterid(), "CID-1");
  EXPECT_EQ(static_cast<std::int32_t>(info.storageinfo().layoutversion()), -67);
  EXPECT_EQ(info.storageinfo().namespceid(), 4'000'000'000u);
  EXPECT_EQ(info.storageinfo().ctime(), 1'700'000'000'000u);
  EXPECT_EQ(info.capabilities() & 1, 1u);
  EXPECT_EQ(info.softwareversion(), "3.4.2");
}

TEST_F(DatanodeProtocolTest, ADatanodeJoins) {
  // Register, heartbeat with a lease, report, and the namenode has the datanode and its address.
  const auto registration = register_it(registration_proto()).value();
  EXPECT_EQ(registration.datanodeid().ipaddr(), "127.0.0.1");
  EXPECT_TRUE(registration.keys().has_currentkey());
  EXPECT_FALSE(registration.keys().currentkey().has_keybytes());

  const auto response = beat(registration);
  EXPECT_EQ(response.cmds_size(), 0);
  EXPECT_EQ(response.hastatus().state(), wire::NNHAStatusHeartbeatProto::ACTIVE);
  EXPECT_NE(response.fullblockreportleaseid(), 0u);

  std::string stray;
  for (const std::uint64_t n :
       {zigzag_encode(77), std::uint64_t{5}, std::uint64_t{900}, std::uint64_t{0}})
    append_varint(stray, n);
  const auto reported = report(registration, response.fullblockreportleaseid(), stray).value();
  EXPECT_EQ(reported.cmd().cmdtype(), DatanodeCommandProto::FinalizeCommand);
  EXPECT_EQ(reported.cmd().finalizecmd().blockpoolid(), "BP-test");

  clock.advance_ms(options.blocks.redundancy_interval_ms);
  system->tick();
  const auto next = beat(registration);
  ASSERT_EQ(next.cmds_size(), 1);
  EXPECT_EQ(next.cmds(0).cmdtype(), DatanodeCommandProto::BlockCommand);
  EXPECT_EQ(next.cmds(0).blkcmd().action(), datanode_wire::BlockCommandProto::INVALIDATE);
  ASSERT_EQ(next.cmds(0).blkcmd().blocks_size(), 1);
  EXPECT_EQ(next.cmds(0).blkcmd().blocks(0).blockid(), 77u);
  EXPECT_EQ(next.cmds(0).blkcmd().blocks(0).genstamp(), 900u);
}

TEST_F(DatanodeProtocolTest, AStrangerIsToldToRegister) {
  // After a restart of the namenode: heartbeat and report are answered with the command.
  const auto registration = registration_proto();
  const auto response = beat(registration);
  ASSERT_EQ(response.cmds_size(), 1);
  EXPECT_EQ(response.cmds(0).cmdtype(), DatanodeCommandProto::RegisterCommand);
  EXPECT_TRUE(response.cmds(0).has_registercmd());
  EXPECT_EQ(report(registration, 0, "").value().cmd().cmdtype(),
            DatanodeCommandProto::RegisterCommand);
}

TEST_F(DatanodeProtocolTest, ADatanodeOfAnotherClusterIsTurnedAway) {
  // Its disks belong to a namenode that was formatted anew.
  auto registration = registration_proto();
  registration.mutable_storageinfo()->set_namespceid(1);
  datanode_wire::HeartbeatRequestProto request;
  *request.mutable_registration() = registration;
  const auto refused = protocol.send_heartbeat(request, call);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnregisteredNode);
  EXPECT_EQ(refused.error().message,
            "Unregistered server: DatanodeRegistration(0.0.0.0:9866, datanodeUuid=uuid-1, "
            "infoPort=9864, infoSecurePort=0, ipcPort=9867, "
            "storageInfo=lv=-57;cid=CID-1;nsid=1;c=1700000000000)");
}

TEST_F(DatanodeProtocolTest, OldDatanodesAreRefused) {
  // dfs.namenode.min.supported.datanode.version, with Apache's words.
  auto registration = registration_proto();
  registration.set_softwareversion("2.0.6-alpha");
  const auto refused = register_it(registration);
  EXPECT_EQ(refused.error().code, ErrorCode::kIncorrectVersion);
  EXPECT_EQ(refused.error().message,
            "The reported DataNode version is too low to communicate with this NameNode. DataNode "
            "version: '2.0.6-alpha' Minimum DataNode version: '2.1.0-beta'");
  registration.set_softwareversion("3.3.6");
  EXPECT_TRUE(register_it(registration).has_value());
}

TEST_F(DatanodeProtocolTest, ACacheReportIsTakenFromWhoIsRegistered) {
  // The answer has no command: what to cache and what to let go is said to heartbeats.
  datanode_wire::CacheReportRequestProto request;
  *request.mutable_registration() = registration_proto();
  request.set_blockpoolid("BP-test");
  request.add_blocks(5);
  EXPECT_EQ(protocol.cache_report(request, call).error().message,
            "processCacheReport from dead or unregistered datanode: 0.0.0.0:9866");
  *request.mutable_registration() = register_it(registration_proto()).value();
  EXPECT_FALSE(protocol.cache_report(request, call).value().has_cmd());
}

TEST_F(DatanodeProtocolTest, AFatalDiskErrorEndsTheDatanode) {
  // The next heartbeat finds it unknown.
  const auto registration = register_it(registration_proto()).value();
  datanode_wire::ErrorReportRequestProto request;
  *request.mutable_registartion() = registration;
  request.set_errorcode(datanode_wire::ErrorReportRequestProto::FATAL_DISK_ERROR);
  request.set_msg("all volumes failed");
  EXPECT_TRUE(protocol.error_report(request, call).has_value());
  EXPECT_EQ(beat(registration).cmds(0).cmdtype(), DatanodeCommandProto::RegisterCommand);
}

TEST_F(DatanodeProtocolTest, EveryMethodOfTheProtocolIsBound) {
  // The table of contents is complete.
  rpc::Service service(std::string(kDatanodeProtocolName), 1);
  protocol.bind_to(service);
  for (const char* method : {"registerDatanode", "sendHeartbeat", "blockReport", "cacheReport",
                             "blockReceivedAndDeleted", "errorReport", "versionRequest",
                             "reportBadBlocks", "commitBlockSynchronization"})
    EXPECT_TRUE(service.knows(method)) << method;
}

}  // namespace
}  // namespace mammoth::namenode
