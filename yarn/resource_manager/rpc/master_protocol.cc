#include "yarn/resource_manager/rpc/master_protocol.h"

#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/rpc/service.h"

namespace mammoth::yarn {

void MasterProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("registerApplicationMaster", kIdempotent, *this,
               &MasterProtocol::register_application_master);
  service.bind("allocate", kIdempotent, *this, &MasterProtocol::allocate);
  service.bind("finishApplicationMaster", kIdempotent, *this,
               &MasterProtocol::finish_application_master);
}

Result<AttemptId> calling_attempt(const rpc::Call& call) {
  return from_proto(
      TRY(yarn_tokens::parse_am_rm_identifier(call.token_identifier())).appattemptid());
}

}  // namespace mammoth::yarn
