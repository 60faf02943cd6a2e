// What clients ask about jobs that have ended (Hadoop: HistoryClientService over HSClientProtocol),
// so that Apache's `mapred job` and ours find them here once their masters are gone. Nothing can be
// commanded: a job that is over cannot be killed. Anyone who reaches the port may look.
// Thread-safe.
#pragma once

#include <memory>

#include "common/protocol/mapreduce/client_protocol.pb.h"
#include "common/rpc/service.h"
#include "mapreduce/history_server/history_store.h"

namespace mammoth::mapreduce::history {

namespace wire = ::hadoop::mapreduce;

inline constexpr const char* kHistoryClientProtocol =
    "org.apache.hadoop.mapreduce.v2.api.HSClientProtocolPB";

class ClientProtocol {
 public:
  explicit ClientProtocol(HistoryStore& store) : store_(store) {}

  void bind_to(rpc::Service& service);

  // No report for a job that is not known: clients say that they could not find it.
  Result<wire::GetJobReportResponseProto> get_job_report(
      const wire::GetJobReportRequestProto& request, rpc::Call& call);
  Result<wire::GetCountersResponseProto> get_counters(const wire::GetCountersRequestProto& request,
                                                      rpc::Call& call);
  Result<wire::GetTaskReportResponseProto> get_task_report(
      const wire::GetTaskReportRequestProto& request, rpc::Call& call);
  Result<wire::GetTaskReportsResponseProto> get_task_reports(
      const wire::GetTaskReportsRequestProto& request, rpc::Call& call);
  Result<wire::GetTaskAttemptReportResponseProto> get_task_attempt_report(
      const wire::GetTaskAttemptReportRequestProto& request, rpc::Call& call);
  Result<wire::GetTaskAttemptCompletionEventsResponseProto> get_completion_events(
      const wire::GetTaskAttemptCompletionEventsRequestProto& request, rpc::Call& call);
  Result<wire::GetDiagnosticsResponseProto> get_diagnostics(
      const wire::GetDiagnosticsRequestProto& request, rpc::Call& call);

  Result<wire::KillJobResponseProto> kill_job(const wire::KillJobRequestProto&, rpc::Call&);
  Result<wire::KillTaskResponseProto> kill_task(const wire::KillTaskRequestProto&, rpc::Call&);
  Result<wire::KillTaskAttemptResponseProto> kill_task_attempt(
      const wire::KillTaskAttemptRequestProto&, rpc::Call&);
  Result<wire::FailTaskAttemptResponseProto> fail_task_attempt(
      const wire::FailTaskAttemptRequestProto&, rpc::Call&);

 private:
  using Job = std::shared_ptr<const JobHistory>;
  Result<Job> job_of(const wire::JobIdProto& id);

  HistoryStore& store_;
};

}  // namespace mammoth::mapreduce::history
