// The master's end of the conversation with tasks (Hadoop: TaskAttemptListenerImpl). Thread-safe.
#pragma once

#include "common/rpc/service.h"
#include "mapreduce/app_master/shared_job.h"

namespace mammoth::umbilical {
class AttemptProto;
class CanCommitResponseProto;
class FailRequestProto;
class FetchFailedRequestProto;
class GetMapEventsRequestProto;
class GetMapEventsResponseProto;
class GetTaskRequestProto;
class GetTaskResponseProto;
class LifeProto;
class StatusProto;
}  // namespace mammoth::umbilical

namespace mammoth::mapreduce::app_master {

namespace task_wire = ::mammoth::umbilical;

class UmbilicalService {
 public:
  explicit UmbilicalService(SharedJob& job) : job_(job) {}

  void bind_to(rpc::Service& service);

  Result<task_wire::GetTaskResponseProto> get_task(const task_wire::GetTaskRequestProto& request,
                                                   rpc::Call& call);
  Result<task_wire::LifeProto> status_update(const task_wire::StatusProto& request,
                                             rpc::Call& call);
  Result<task_wire::LifeProto> commit_pending(const task_wire::StatusProto& request,
                                              rpc::Call& call);
  Result<task_wire::CanCommitResponseProto> can_commit(const task_wire::AttemptProto& request,
                                                       rpc::Call& call);
  Result<task_wire::LifeProto> done(const task_wire::StatusProto& request, rpc::Call& call);
  Result<task_wire::LifeProto> fail(const task_wire::FailRequestProto& request, rpc::Call& call);
  Result<task_wire::LifeProto> fetch_failed(const task_wire::FetchFailedRequestProto& request,
                                            rpc::Call& call);
  Result<task_wire::GetMapEventsResponseProto> get_map_events(
      const task_wire::GetMapEventsRequestProto& request, rpc::Call& call);

 private:
  SharedJob& job_;
};

}  // namespace mammoth::mapreduce::app_master
