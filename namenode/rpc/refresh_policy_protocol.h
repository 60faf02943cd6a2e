// RefreshAuthorizationPolicyProtocol of a NameNode whose service level authorization is off, as it
// is by default (Hadoop: hadoop.security.authorization).
#pragma once

#include "common/base/result.h"

namespace hadoop::common {
class RefreshServiceAclRequestProto;
class RefreshServiceAclResponseProto;
}  // namespace hadoop::common

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace mammoth::namenode {

// Thread-safe.
class RefreshPolicyProtocol {
 public:
  void bind_to(rpc::Service& service);

  Result<hadoop::common::RefreshServiceAclResponseProto> refresh_service_acl(
      const hadoop::common::RefreshServiceAclRequestProto& request, rpc::Call& call);
};

}  // namespace mammoth::namenode
