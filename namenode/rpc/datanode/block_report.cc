#include <boost/asio/post.hpp>

#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/rpc/replica_list.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {
constexpr std::size_t kReplicasPerSlice = 10'000;  // about a millisecond
}

Task<Result<datanode_wire::BlockReportResponseProto>> DatanodeProtocol::block_report(
    const datanode_wire::BlockReportRequestProto& request, rpc::Call&) {
  const DatanodeRegistration registration = to_registration(request.registration());
  CO_TRY(check_registration(registration));

  FullReport report;
  report.context = to_report_context(request);
  std::vector<std::unique_ptr<ReplicaCursor>> cursors;
  for (const auto& storage : request.reports()) {
    cursors.push_back(make_replica_cursor(storage));
    report.storages.push_back({to_storage_identity(storage.storage()), cursors.back().get()});
  }

  datanode_wire::BlockReportResponseProto response;
  const auto executor = co_await asio::this_coro::executor;
  for (bool done = false; !done;) {
    const Result<bool> slice = system_.change_blocks([&](BlockManager& blocks) {
      return blocks.continue_full_report(registration, report, kReplicasPerSlice);
    });
    if (!slice && slice.error().code == ErrorCode::kUnregisteredNode) {
      log::warn("namenode", "Datanode {} is attempting to report but not register yet.",
                registration.to_string());
      to_proto(DatanodeCommand(RegisterCommand{}), block_pool_id_, response.mutable_cmd());
      co_return response;
    }
    done = CO_TRY(slice);
    if (!done) co_await asio::post(executor, asio::use_awaitable);
  }
  // Nothing of an upgrade needs to be kept.
  if (report.accepted && report.all_storages_reported) {
    response.mutable_cmd()->set_cmdtype(datanode_wire::DatanodeCommandProto::FinalizeCommand);
    response.mutable_cmd()->mutable_finalizecmd()->set_blockpoolid(block_pool_id_);
  }
  co_return response;
}

}  // namespace mammoth::namenode
