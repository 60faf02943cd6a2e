// ApplicationMasterProtocol: what application masters call (Hadoop: ApplicationMasterService). One
// method a file in master/. The caller is the attempt that his token names. Thread-safe.
#pragma once

#include "common/base/result.h"
#include "yarn/resource_manager/rpc/convert.h"
#include "yarn/resource_manager/rpc/manager.h"

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace hadoop::yarn {
class RegisterApplicationMasterRequestProto;
class RegisterApplicationMasterResponseProto;
class AllocateRequestProto;
class AllocateResponseProto;
class FinishApplicationMasterRequestProto;
class FinishApplicationMasterResponseProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

class MasterProtocol {
 public:
  // `manager` must outlive this.
  explicit MasterProtocol(Manager& manager) : manager_(manager) {}

  void bind_to(rpc::Service& service);

  Result<wire::RegisterApplicationMasterResponseProto> register_application_master(
      const wire::RegisterApplicationMasterRequestProto& request, rpc::Call& call);
  Result<wire::AllocateResponseProto> allocate(const wire::AllocateRequestProto& request,
                                               rpc::Call& call);
  Result<wire::FinishApplicationMasterResponseProto> finish_application_master(
      const wire::FinishApplicationMasterRequestProto& request, rpc::Call& call);

 private:
  Manager& manager_;
};

// The attempt whose token opened the connection.
Result<AttemptId> calling_attempt(const rpc::Call& call);

}  // namespace mammoth::yarn
