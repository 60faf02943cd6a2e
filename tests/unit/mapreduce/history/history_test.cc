// History files: their Avro, their names, and what is read back from them.
#include <gtest/gtest.h>

#include "common/base/log.h"
#include "mapreduce/history/avro.h"
#include "mapreduce/history/events.h"
#include "mapreduce/history/file_names.h"
#include "mapreduce/history/job_history.h"

namespace mammoth::mapreduce::history {
namespace {

constexpr const char* kJob = "job_1795362318760_0003";
constexpr const char* kMap = "task_1795362318760_0003_m_000000";
constexpr const char* kMapAttempt = "attempt_1795362318760_0003_m_000000_0";

Counters some_counters() {
  Counters counters;
  counters.findCounter<TaskCounter::MAP_INPUT_RECORDS>().increment(7);
  counters.findCounter("mine", "with \"quotes\" and ü").increment(-3);
  return counters;
}

std::vector<Event> events_of_a_job() {
  return {
      AmStarted{.application_attempt_id = "appattempt_1795362318760_0003_000001",
                .start_time = 1795362310000,
                .container_id = "container_1795362318760_0003_01_000001",
                .node_manager_host = "host",
                .node_manager_port = 8041,
                .node_manager_http_port = 8042},
      JobSubmitted{.job_id = kJob,
                   .job_name = "word count",
                   .user_name = "root",
                   .submit_time = 1795362310231,
                   .job_conf_path = "hdfs://nn/staging/job.xml",
                   .acls = {{"mapreduce.job.acl-view-job", " "}, {"x", "*"}}},
      JobInited{.job_id = kJob, .launch_time = 1795362315000, .total_maps = 1, .total_reduces = 0},
      TaskStarted{.task_id = kMap, .start_time = 1795362316000, .split_locations = "a,b"},
      AttemptStarted{.task_id = kMap,
                     .attempt_id = kMapAttempt,
                     .start_time = 1795362316001,
                     .tracker_name = "host",
                     .http_port = 8042,
                     .shuffle_port = 13562,
                     .container_id = "container_1795362318760_0003_01_000002"},
      AttemptUnsuccessful{.task_id = kMap,
                          .attempt_id = kMapAttempt,
                          .finish_time = 1795362317000,
                          .hostname = "host",
                          .error = "java.io.IOException: line 1\nline 2"},
      TaskFailed{.task_id = kMap,
                 .finish_time = 1795362318000,
                 .error = "too often",
                 .failed_due_to_attempt = kMapAttempt,
                 .counters = some_counters()},
      JobUnsuccessful{.job_id = kJob,
                      .finish_time = 1795362319000,
                      .failed_maps = 1,
                      .diagnostics = "Task failed"},
  };
}

std::string file_of(const std::vector<Event>& events, bool is_binary) {
  const AvroSchema schema = *AvroSchema::parse(event_schema());
  std::string bytes =
      std::string(is_binary ? "Avro-Binary\n" : "Avro-Json\n") + std::string(event_schema()) + "\n";
  for (const Event& event : events) {
    if (is_binary) {
      const auto encoded = schema.encode(to_avro(event), bytes);
      EXPECT_TRUE(encoded) << encoded.error().message;
    } else {
      bytes += json_text(to_avro(event)) + "\n\n";
    }
  }
  return bytes;
}

void expect_the_job(const JobHistory& job) {
  EXPECT_EQ(job.id, kJob);
  EXPECT_EQ(job.name, "word count");
  EXPECT_EQ(job.status, "FAILED");
  EXPECT_EQ(job.diagnostics, "Task failed");
  EXPECT_EQ(job.launch_time, 1795362315000);
  EXPECT_EQ(job.failed_maps, 1);
  EXPECT_EQ(job.acls.at("x"), "*");
  ASSERT_EQ(job.masters.size(), 1U);
  EXPECT_EQ(job.masters[0].node_manager_port, 8041);
  ASSERT_EQ(job.tasks.size(), 1U);
  const TaskHistory& task = job.tasks.at(kMap);
  EXPECT_TRUE(task.is_map);
  EXPECT_EQ(task.split_locations, "a,b");
  EXPECT_EQ(task.failed_due_to_attempt, kMapAttempt);
  EXPECT_EQ(task.counters.getValue("mine", "with \"quotes\" and ü"), -3);
  EXPECT_EQ(task.counters.getValue(kTaskCounterGroup, "MAP_INPUT_RECORDS"), 7);
  const AttemptHistory& attempt = task.attempts.at(kMapAttempt);
  EXPECT_EQ(attempt.status, "FAILED");
  EXPECT_EQ(attempt.error, "java.io.IOException: line 1\nline 2");
  EXPECT_EQ(attempt.shuffle_port, 13562);
}

TEST(History, IsReadBackInBothFormats) {
  for (const bool is_binary : {true, false}) {
    const auto job = parse_history(file_of(events_of_a_job(), is_binary));
    ASSERT_TRUE(job) << job.error().message;
    expect_the_job(*job);
  }
}

// As Apache's parser has it: such an attempt was killed before it had a container.
TEST(History, AnAttemptThatNeverBeganIsNone) {
  std::vector<Event> events = events_of_a_job();
  events.emplace_back(AttemptUnsuccessful{.task_id = kMap,
                                          .attempt_id = std::string(kMapAttempt) + "7",
                                          .finish_time = 1795362317001,
                                          .hostname = "",
                                          .status = "KILLED"});
  const auto job = parse_history(file_of(events, true));
  ASSERT_TRUE(job) << job.error().message;
  EXPECT_EQ(job->tasks.at(kMap).attempts.size(), 1U);
}

TEST(History, WithItsOutputATaskLosesItsSuccess) {
  std::vector<Event> events = events_of_a_job();
  events.resize(5);
  events.emplace_back(MapAttemptFinished{.task_id = kMap,
                                         .attempt_id = kMapAttempt,
                                         .finish_time = 1795362317000,
                                         .hostname = "host"});
  events.emplace_back(TaskFinished{.task_id = kMap,
                                   .finish_time = 1795362317000,
                                   .successful_attempt_id = kMapAttempt,
                                   .counters = some_counters()});
  const auto before = parse_history(file_of(events, true));
  ASSERT_TRUE(before) << before.error().message;
  EXPECT_EQ(before->tasks.at(kMap).status, "SUCCEEDED");
  events.emplace_back(AttemptUnsuccessful{.task_id = kMap,
                                          .attempt_id = kMapAttempt,
                                          .finish_time = 1795362318000,
                                          .hostname = "host"});
  const auto after = parse_history(file_of(events, true));
  ASSERT_TRUE(after) << after.error().message;
  const TaskHistory& task = after->tasks.at(kMap);
  EXPECT_EQ(task.status, "");
  EXPECT_EQ(task.successful_attempt_id, "");
  EXPECT_EQ(task.finish_time, -1);
  EXPECT_TRUE(task.counters.groups().empty());
  EXPECT_EQ(task.attempts.at(kMapAttempt).status, "FAILED");
}

TEST(History, AFileThatEndsInTheMiddleTellsWhatStandsBeforeIt) {
  // The application master died while it wrote.
  const std::string whole = file_of(events_of_a_job(), true);
  const auto job = parse_history(whole.substr(0, whole.size() - 5));
  ASSERT_TRUE(job) << job.error().message;
  EXPECT_EQ(job->tasks.at(kMap).status, "FAILED");
  EXPECT_EQ(job->status, "");
}

TEST(History, WhatIsNoHistoryFileIsRefused) {
  EXPECT_FALSE(parse_history(""));
  EXPECT_FALSE(parse_history("Avro-Binary\nnot a schema\n"));
  EXPECT_FALSE(parse_history("GZIP\n{}\n"));
  log::set_level(log::Level::kError);
  // Every cut and every damaged byte ends in a refusal or in a part of the job, never in a crash.
  const std::string whole = file_of(events_of_a_job(), true);
  const std::size_t head = whole.find('\n', 12) + 1;
  for (std::size_t at = head; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x9b);
    (void)parse_history(damaged);
    (void)parse_history(std::string_view(whole).substr(0, at));
  }
}

TEST(Avro, NamesListsAndUnionsOfASchemaAreFollowed) {
  const auto schema = AvroSchema::parse(
      R"({"type":"record","name":"R","namespace":"a.b","fields":[)"
      R"({"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"]}},)"
      R"({"name":"again","type":"a.b.E"},{"name":"l","type":{"type":"array","items":"long"}},)"
      R"({"name":"m","type":{"type":"map","values":"boolean"}},{"name":"u","type":["null","string"]}]})");
  ASSERT_TRUE(schema);
  // Y, X, a block of two in the form with its bytes, the end; a map of one; "hi".
  std::string_view bytes("\x02\x00\x03\x04\x01\x80\x01\x00\x02\x02k\x01\x00\x02\x04hi", 17);
  const auto value = schema->decode(bytes);
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(json_text(*value),
            R"({"e":"Y","again":"X","l":[-1,64],"m":{"k":true},"u":{"string":"hi"}})");
  EXPECT_TRUE(bytes.empty());
  std::string_view endless("\x00\x00\xfe\xff\xff\xff\x0f", 7);
  EXPECT_FALSE(schema->decode(endless));
}

TEST(FileNames, AreHadoops) {
  // From an Apache cluster.
  const std::string name =
      "job_1795362318760_0003-1795362710231-root-word+count-1795362845821-2-1-SUCCEEDED-"
      "root.default-1795362759623.jhist";
  const auto index = index_of_file_name(name);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->job_name, "word count");
  EXPECT_EQ(index->queue, "root.default");
  EXPECT_EQ(index->start_time, 1795362759623);
  EXPECT_EQ(done_file_name(*index, 50), name);
  EXPECT_EQ(done_subdirectory(*index).substr(10), "/000000");
}

TEST(FileNames, HyphensAreEncodedAndLongNamesCutBetweenCharacters) {
  JobIndex index{.job_id = "job_1_12345", .user = "a-b", .job_name = "x-üüü", .status = "FAILED"};
  EXPECT_EQ(done_file_name(index, 8), "job_1_12345-0-a%2Db-x%2D-0-0-0-FAILED-default-0.jhist");
  index.job_name = "";
  const auto back = index_of_file_name(done_file_name(index, 50));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->user, "a-b");
  EXPECT_EQ(back->job_name, "NA");
  EXPECT_EQ(done_subdirectory(index).substr(10), "/000012");
  EXPECT_FALSE(index_of_file_name("job_1_12345_1.jhist"));  // of a running job
  EXPECT_FALSE(index_of_file_name("job_1_12345_conf.xml"));
}

}  // namespace
}  // namespace mammoth::mapreduce::history
