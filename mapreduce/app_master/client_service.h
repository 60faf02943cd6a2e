// What clients of the job ask and command (Hadoop: MRClientService over MRClientProtocol), so that
// Apache's `mapred job` speaks to this master as to its own. Anyone who reaches the port may look;
// the job's owner alone may kill. Thread-safe.
#pragma once

#include "common/rpc/service.h"
#include "mapreduce/app_master/shared_job.h"

namespace hadoop::mapreduce {
class FailTaskAttemptRequestProto;
class FailTaskAttemptResponseProto;
class GetCountersRequestProto;
class GetCountersResponseProto;
class GetDiagnosticsRequestProto;
class GetDiagnosticsResponseProto;
class GetJobReportRequestProto;
class GetJobReportResponseProto;
class GetTaskAttemptCompletionEventsRequestProto;
class GetTaskAttemptCompletionEventsResponseProto;
class GetTaskReportsRequestProto;
class GetTaskReportsResponseProto;
class JobIdProto;
class KillJobRequestProto;
class KillJobResponseProto;
class KillTaskAttemptRequestProto;
class KillTaskAttemptResponseProto;
}  // namespace hadoop::mapreduce

namespace mammoth::mapreduce::app_master {

namespace client_wire = ::hadoop::mapreduce;

class ClientService {
 public:
  explicit ClientService(SharedJob& job) : job_(job) {}

  void bind_to(rpc::Service& service);

  Result<client_wire::GetJobReportResponseProto> get_job_report(
      const client_wire::GetJobReportRequestProto& request, rpc::Call& call);
  Result<client_wire::GetCountersResponseProto> get_counters(
      const client_wire::GetCountersRequestProto& request, rpc::Call& call);
  Result<client_wire::GetTaskReportsResponseProto> get_task_reports(
      const client_wire::GetTaskReportsRequestProto& request, rpc::Call& call);
  Result<client_wire::GetTaskAttemptCompletionEventsResponseProto> get_completion_events(
      const client_wire::GetTaskAttemptCompletionEventsRequestProto& request, rpc::Call& call);
  Result<client_wire::GetDiagnosticsResponseProto> get_diagnostics(
      const client_wire::GetDiagnosticsRequestProto& request, rpc::Call& call);
  Result<client_wire::KillJobResponseProto> kill_job(
      const client_wire::KillJobRequestProto& request, rpc::Call& call);
  Result<client_wire::KillTaskAttemptResponseProto> kill_task_attempt(
      const client_wire::KillTaskAttemptRequestProto& request, rpc::Call& call);
  Result<client_wire::FailTaskAttemptResponseProto> fail_task_attempt(
      const client_wire::FailTaskAttemptRequestProto& request, rpc::Call& call);

 private:
  Result<void> check_job(const client_wire::JobIdProto& id) const;
  Result<void> check_owner(const rpc::Call& call) const;

  SharedJob& job_;
};

}  // namespace mammoth::mapreduce::app_master
