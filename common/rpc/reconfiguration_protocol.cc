#include "common/rpc/reconfiguration_protocol.h"

#include "common/protocol/hdfs/reconfiguration.pb.h"
#include "common/rpc/service.h"

namespace mammoth::rpc {

namespace pb = ::hadoop::hdfs;

ReconfigurationProtocol::ReconfigurationProtocol(Reconfiguration& reconfiguration, Guard guard)
    : reconfiguration_(reconfiguration), guard_(std::move(guard)) {}

void ReconfigurationProtocol::bind_to(Service& service) {
  using Self = ReconfigurationProtocol;
  service.bind("startReconfiguration", Retry::kIdempotent, *this, &Self::start);
  service.bind("getReconfigurationStatus", Retry::kIdempotent, *this, &Self::status);
  service.bind("listReconfigurableProperties", Retry::kIdempotent, *this, &Self::properties);
}

void ReconfigurationProtocol::note(const Call& call, Operation operation) const {
  if (guard_.done) guard_.done(call, operation);
}

Result<pb::StartReconfigurationResponseProto> ReconfigurationProtocol::start(
    const pb::StartReconfigurationRequestProto&, Call& call) {
  TRY(guard_.check(call, Operation::kStart));
  TRY(reconfiguration_.start());
  note(call, Operation::kStart);
  return pb::StartReconfigurationResponseProto();
}

Result<pb::GetReconfigurationStatusResponseProto> ReconfigurationProtocol::status(
    const pb::GetReconfigurationStatusRequestProto&, Call& call) {
  TRY(guard_.check(call, Operation::kStatus));
  const ReconfigurationStatus status = reconfiguration_.status();
  pb::GetReconfigurationStatusResponseProto response;
  response.set_starttime(status.start_ms);
  if (status.end_ms > 0) response.set_endtime(status.end_ms);
  for (const ReconfiguredProperty& property : status.changes) {
    auto& change = *response.add_changes();
    change.set_name(property.name);
    change.set_oldvalue(property.old_value);
    change.set_newvalue(property.new_value);
    if (property.error) change.set_errormessage(*property.error);
  }
  note(call, Operation::kStatus);
  return response;
}

Result<pb::ListReconfigurablePropertiesResponseProto> ReconfigurationProtocol::properties(
    const pb::ListReconfigurablePropertiesRequestProto&, Call& call) {
  TRY(guard_.check(call, Operation::kProperties));
  pb::ListReconfigurablePropertiesResponseProto response;
  for (std::string& name : reconfiguration_.properties()) response.add_name(std::move(name));
  note(call, Operation::kProperties);
  return response;
}

}  // namespace mammoth::rpc
