// A job that somebody has submitted to YARN, from whoever knows it: its master while it runs, the
// history server afterwards (Hadoop: ClientServiceDelegate, YARNRunner). On our cluster and on
// Apache's. For one thread; failures throw Exception.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/protocol/mapreduce/client_protocol.pb.h"
#include "common/rpc/blocking_client.h"
#include "common/yarn/application_client.h"
#include "mapreduce/api/configuration.h"
#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::engine {

struct JobReport {
  std::string state = "PREP";  // RUNNING, SUCCEEDED, FAILED, KILLED
  float map_progress = 0;
  float reduce_progress = 0;
  std::string job_file{};
  std::string history_file{};
  std::string tracking_url{};
  bool is_uber = false;

  bool is_over() const { return state != "PREP" && state != "RUNNING"; }
};

class RemoteJob {
 public:
  RemoteJob(const Configuration& configuration, std::shared_ptr<yarn::ApplicationClient> client,
            JobID id);
  ~RemoteJob();

  const JobID& id() const { return id_; }
  // Nothing: neither the ResourceManager nor the history server knows it.
  std::optional<JobReport> report();
  std::optional<Counters> counters();  // nothing: they were not kept
  std::vector<hadoop::mapreduce::TaskReportProto> tasks(TaskType type);
  std::vector<hadoop::mapreduce::TaskAttemptCompletionEventProto> events(int from, int most);
  // By its master, and by the ResourceManager where that does not do it in time.
  void kill();
  // One attempt; a failed one counts for its task, a killed one does not.
  void stop_attempt(const TaskAttemptID& attempt, bool fails);

 private:
  struct Server;
  void find_server();
  void ask_history_server();
  void nobody_answers(const char* state, const yarn::ApplicationReport& report);
  void kill_application();
  template <class Response, class Request>
  Response ask(const char* method, const Request& request, const Response& otherwise);

  const Configuration& configuration_;
  const std::shared_ptr<yarn::ApplicationClient> client_;
  const JobID id_;
  std::unique_ptr<Server> server_;    // who is asked
  std::optional<JobReport> without_;  // nobody is: what the ResourceManager knows
  std::string user_;                  // the job's, as the ResourceManager has it
  std::string tracking_url_;          // the same
};

}  // namespace mammoth::mapreduce::engine
