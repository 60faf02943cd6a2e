#include "namenode/rpc/refresh_policy_protocol.h"

#include "common/protocol/rpc/refresh.pb.h"
#include "common/rpc/service.h"

namespace mammoth::namenode {

void RefreshPolicyProtocol::bind_to(rpc::Service& service) {
  service.bind("refreshServiceAcl", rpc::Retry::kIdempotent, *this,
               &RefreshPolicyProtocol::refresh_service_acl);
}

}  // namespace mammoth::namenode
