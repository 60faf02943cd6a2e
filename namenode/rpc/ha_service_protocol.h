// HAServiceProtocol of a NameNode that has no partner: it is well while it answers, and has no role
// to give away (Hadoop: NameNode with HA not enabled).
#pragma once

#include "common/base/result.h"

namespace hadoop::common {
class MonitorHealthRequestProto;
class MonitorHealthResponseProto;
class GetServiceStatusRequestProto;
class GetServiceStatusResponseProto;
class TransitionToActiveRequestProto;
class TransitionToActiveResponseProto;
class TransitionToStandbyRequestProto;
class TransitionToStandbyResponseProto;
class TransitionToObserverRequestProto;
class TransitionToObserverResponseProto;
}  // namespace hadoop::common

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace mammoth::namenode {

namespace common_wire = ::hadoop::common;

class Namesystem;

// Thread-safe.
class HaServiceProtocol {
 public:
  // `system` must outlive this.
  explicit HaServiceProtocol(Namesystem& system) : system_(system) {}
  void bind_to(rpc::Service& service);

  Result<common_wire::MonitorHealthResponseProto> monitor_health(
      const common_wire::MonitorHealthRequestProto& request, rpc::Call& call);
  Result<common_wire::GetServiceStatusResponseProto> get_service_status(
      const common_wire::GetServiceStatusRequestProto& request, rpc::Call& call);
  Result<common_wire::TransitionToActiveResponseProto> transition_to_active(
      const common_wire::TransitionToActiveRequestProto& request, rpc::Call& call);
  Result<common_wire::TransitionToStandbyResponseProto> transition_to_standby(
      const common_wire::TransitionToStandbyRequestProto& request, rpc::Call& call);
  Result<common_wire::TransitionToObserverResponseProto> transition_to_observer(
      const common_wire::TransitionToObserverRequestProto& request, rpc::Call& call);

 private:
  // What Hadoop answers where there is no partner.
  static Error not_enabled();
  Error refuse_transition(rpc::Call& call, std::string_view operation) const;

  Namesystem& system_;
};

}  // namespace mammoth::namenode
