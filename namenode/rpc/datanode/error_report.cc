#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<datanode_wire::ErrorReportResponseProto> DatanodeProtocol::error_report(
    const datanode_wire::ErrorReportRequestProto& request, rpc::Call&) {
  using Code = datanode_wire::ErrorReportRequestProto;
  const DatanodeRegistration registration = to_registration(request.registartion());
  const std::string name = registration.id.xfer_address();
  const datanode_wire::ErrorReportResponseProto response;
  if (request.errorcode() == Code::NOTIFY) {
    log::info("namenode", "Error report from {}: {}", name, request.msg());
    return response;
  }
  TRY(check_registration(registration));
  if (request.errorcode() == Code::DISK_ERROR) {
    log::warn("namenode", "Disk error on {}: {}", name, request.msg());
  } else if (request.errorcode() == Code::FATAL_DISK_ERROR) {
    log::warn("namenode", "Fatal disk error on {}: {}", name, request.msg());
    TRY(system_.change_blocks(
        [&](BlockManager& blocks) { return blocks.remove_datanode(registration); }));
  } else {
    log::info("namenode", "Error report from {}: {}", name, request.msg());
  }
  return response;
}

}  // namespace mammoth::namenode
