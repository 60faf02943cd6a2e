// history_program STAGING: writes the history of a job that succeeded and of one that failed, as an
// application master does; the configuration comes from HADOOP_CONF_DIR.
#include <cstdio>
#include <filesystem>

#include "mapreduce/history/history_writer.h"

namespace {

using namespace mammoth::mapreduce;
using namespace mammoth::mapreduce::history;

constexpr std::int64_t kStart = 1795362318760;

Counters counters_of(std::int64_t records, bool is_map) {
  Counters counters;
  counters.findCounter(kFileSystemCounterGroup, "FILE_BYTES_READ").setValue(1000 + records);
  counters.findCounter(kFileSystemCounterGroup, "HDFS_BYTES_READ").setValue(7);
  if (is_map)
    counters.findCounter<TaskCounter::MAP_INPUT_RECORDS>().setValue(records);
  else
    counters.findCounter<TaskCounter::REDUCE_INPUT_GROUPS>().setValue(records);
  counters.findCounter("org.example.Mine", "WITH <SPECIAL> & \"CHARACTERS\"").setValue(records);
  return counters;
}

std::string id_of(const char* kind, int job, char type, int number, int attempt = -1) {
  char text[96];
  std::snprintf(text, sizeof text, "%s_%lld_%04d_%c_%06d", kind, static_cast<long long>(kStart),
                job, type, number);
  return attempt < 0 ? text : text + ("_" + std::to_string(attempt));
}

std::string container(int job, int number) {
  char text[96];
  std::snprintf(text, sizeof text, "container_%lld_%04d_01_%06d", static_cast<long long>(kStart),
                job, number);
  return text;
}

void start(HistoryWriter& writer, int job, TaskType type, int number, int attempt) {
  const char letter = type == TaskType::MAP ? 'm' : 'r';
  if (attempt == 0)
    writer.write(TaskStarted{.task_id = id_of("task", job, letter, number),
                             .type = type,
                             .start_time = kStart + 20'000,
                             .split_locations = type == TaskType::MAP ? "localhost" : ""});
  writer.write(AttemptStarted{.task_id = id_of("task", job, letter, number),
                              .type = type,
                              .attempt_id = id_of("attempt", job, letter, number, attempt),
                              .start_time = kStart + 21'000 + 100 * attempt,
                              .tracker_name = "localhost",
                              .http_port = 8042,
                              .shuffle_port = 13562,
                              .container_id = container(job, 2 + number + 10 * attempt)});
}

void fail(HistoryWriter& writer, int job, int number, int attempt, const char* status) {
  writer.write(
      AttemptUnsuccessful{.task_id = id_of("task", job, 'm', number),
                          .attempt_id = id_of("attempt", job, 'm', number, attempt),
                          .finish_time = kStart + 25'000 + 100 * attempt,
                          .hostname = "localhost",
                          .port = 8041,
                          .status = status,
                          .error = "java.io.IOException: no <luck> & \"words\"\n\tat here"});
}

void finish_map(HistoryWriter& writer, int job, int number, int attempt) {
  const std::string task = id_of("task", job, 'm', number);
  const std::string id = id_of("attempt", job, 'm', number, attempt);
  const Counters counters = counters_of(number + 10, true);
  writer.write(MapAttemptFinished{.task_id = task,
                                  .attempt_id = id,
                                  .map_finish_time = kStart + 26'000,
                                  .finish_time = kStart + 26'500 + 250 * number,
                                  .hostname = "localhost",
                                  .port = 8041,
                                  .state = "map > sort",
                                  .counters = counters});
  writer.write(TaskFinished{.task_id = task,
                            .finish_time = kStart + 26'500 + 250 * number,
                            .successful_attempt_id = id,
                            .counters = counters});
}

void finish_reduce(HistoryWriter& writer, int job) {
  const std::string task = id_of("task", job, 'r', 0);
  const std::string id = id_of("attempt", job, 'r', 0, 0);
  const Counters counters = counters_of(5, false);
  writer.write(ReduceAttemptFinished{.task_id = task,
                                     .attempt_id = id,
                                     .shuffle_finish_time = kStart + 27'000,
                                     .sort_finish_time = kStart + 27'300,
                                     .finish_time = kStart + 28'000,
                                     .hostname = "localhost",
                                     .port = 8041,
                                     .state = "reduce > reduce",
                                     .counters = counters});
  writer.write(TaskFinished{.task_id = task,
                            .type = TaskType::REDUCE,
                            .finish_time = kStart + 28'000,
                            .successful_attempt_id = id,
                            .counters = counters});
}

std::string job_id(int job) {
  char text[64];
  std::snprintf(text, sizeof text, "job_%lld_%04d", static_cast<long long>(kStart), job);
  return text;
}

void begin(HistoryWriter& writer, int job, int maps, int reduces) {
  const std::string id = job_id(job);
  char attempt[96];
  std::snprintf(attempt, sizeof attempt, "appattempt_%lld_%04d_000001",
                static_cast<long long>(kStart), job);
  writer.write(AmStarted{.application_attempt_id = attempt,
                         .start_time = kStart + 5'000,
                         .container_id = container(job, 1),
                         .node_manager_host = "localhost",
                         .node_manager_port = 8041,
                         .node_manager_http_port = 8042});
  writer.write(JobSubmitted{.job_id = id,
                            .job_name = "word count, the <first> & last-one",
                            .user_name = "hist",
                            .submit_time = kStart + 1'000,
                            .job_conf_path = "file:/staging/job.xml"});
  writer.write(JobQueueChanged{.job_id = id, .queue = "root.default"});
  writer.write(JobInited{
      .job_id = id, .launch_time = kStart + 10'000, .total_maps = maps, .total_reduces = reduces});
  writer.write(
      JobInfoChanged{.job_id = id, .submit_time = kStart + 1'000, .launch_time = kStart + 10'000});
}

JobIndex index_of(int job, int maps, int reduces, const char* status) {
  return {.job_id = job_id(job),
          .submit_time = kStart + 1'000,
          .user = "hist",
          .job_name = "word count, the <first> & last-one",
          .finish_time = kStart + 30'000,
          .finished_maps = maps,
          .finished_reduces = reduces,
          .status = status,
          .queue = "root.default",
          .start_time = kStart + 10'000};
}

void good_job(const Configuration& configuration, const std::string& staging) {
  HistoryWriter writer(configuration, staging, job_id(7), 1);
  begin(writer, 7, 2, 1);
  start(writer, 7, TaskType::MAP, 0, 0);
  start(writer, 7, TaskType::MAP, 1, 0);
  fail(writer, 7, 1, 0, "FAILED");
  start(writer, 7, TaskType::MAP, 1, 1);
  finish_map(writer, 7, 0, 0);
  finish_map(writer, 7, 1, 1);
  start(writer, 7, TaskType::REDUCE, 0, 0);
  finish_reduce(writer, 7);
  Counters maps;
  maps.incrAllCounters(counters_of(10, true));
  maps.incrAllCounters(counters_of(11, true));
  Counters total = maps;
  total.incrAllCounters(counters_of(5, false));
  total.findCounter(kJobCounterGroup, "TOTAL_LAUNCHED_MAPS").setValue(3);
  writer.write(JobFinished{.job_id = job_id(7),
                           .finish_time = kStart + 30'000,
                           .finished_maps = 2,
                           .finished_reduces = 1,
                           .total_counters = total,
                           .map_counters = maps,
                           .reduce_counters = counters_of(5, false)});
  writer.publish(index_of(7, 2, 1, "SUCCEEDED"), configuration_xml(configuration));
}

void bad_job(const Configuration& configuration, const std::string& staging) {
  HistoryWriter writer(configuration, staging, job_id(8), 1);
  begin(writer, 8, 1, 0);
  start(writer, 8, TaskType::MAP, 0, 0);
  fail(writer, 8, 0, 0, "KILLED");
  start(writer, 8, TaskType::MAP, 0, 1);
  fail(writer, 8, 0, 1, "FAILED");
  writer.write(TaskFailed{.task_id = id_of("task", 8, 'm', 0),
                          .finish_time = kStart + 26'000,
                          .error = ", java.io.IOException: no luck",
                          .failed_due_to_attempt = id_of("attempt", 8, 'm', 0, 1)});
  writer.write(JobUnsuccessful{.job_id = job_id(8),
                               .finish_time = kStart + 30'000,
                               .failed_maps = 1,
                               .diagnostics = "Task failed task_8\nJob failed as tasks failed."});
  writer.publish(index_of(8, 0, 0, "FAILED"), configuration_xml(configuration));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    const Configuration configuration;
    std::filesystem::create_directories(argv[1]);
    good_job(configuration, argv[1]);
    bad_job(configuration, argv[1]);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
