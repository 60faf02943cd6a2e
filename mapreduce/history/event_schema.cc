// The Avro schema of events: the names, types and order of fields that both makers' history servers
// know, put together from a table.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "mapreduce/history/events.h"

namespace mammoth::mapreduce::history {

namespace {

// A record a line: its name, and its fields in their order, each with the letter of its type.
//
//   s text, l long, i int, k int that is -1 unless given, b boolean, m map of texts, a list of
//   ints, o text or null, e the same without a default, c counters, C counters or null
//
// "+" stands for the four lists of samples that attempts end with.
constexpr std::string_view kRecords[] = {
    "JobFinished jobid:s finishTime:l finishedMaps:i finishedReduces:i failedMaps:i"
    " failedReduces:i totalCounters:c mapCounters:c reduceCounters:c killedMaps:k"
    " killedReduces:k",
    "JobInfoChange jobid:s submitTime:l launchTime:l",
    "JobInited jobid:s launchTime:l totalMaps:i totalReduces:i jobStatus:s uberized:b",
    "AMStarted applicationAttemptId:s startTime:l containerId:s nodeManagerHost:s"
    " nodeManagerPort:i nodeManagerHttpPort:i",
    "JobPriorityChange jobid:s priority:s",
    "JobQueueChange jobid:s jobQueueName:s",
    "JobStatusChanged jobid:s jobStatus:s",
    "JobSubmitted jobid:s jobName:s userName:s submitTime:l jobConfPath:s acls:m"
    " jobQueueName:s workflowId:o workflowName:o workflowNodeName:o workflowAdjacencies:o"
    " workflowTags:o",
    "JobUnsuccessfulCompletion jobid:s finishTime:l finishedMaps:i finishedReduces:i"
    " jobStatus:s diagnostics:o failedMaps:k failedReduces:k killedMaps:k killedReduces:k",
    "MapAttemptFinished taskid:s attemptId:s taskType:s taskStatus:s mapFinishTime:l"
    " finishTime:l hostname:s port:i rackname:s state:s counters:c +",
    "ReduceAttemptFinished taskid:s attemptId:s taskType:s taskStatus:s"
    " shuffleFinishTime:l sortFinishTime:l finishTime:l hostname:s port:i rackname:s"
    " state:s counters:c +",
    "TaskAttemptFinished taskid:s attemptId:s taskType:s taskStatus:s finishTime:l"
    " rackname:s hostname:s state:s counters:c",
    "TaskAttemptStarted taskid:s taskType:s attemptId:s startTime:l trackerName:s"
    " httpPort:i shufflePort:i containerId:s locality:o avataar:o",
    "TaskAttemptUnsuccessfulCompletion taskid:s taskType:s attemptId:s finishTime:l"
    " hostname:s port:i rackname:s status:s error:s counters:C +",
    "TaskFailed taskid:s taskType:s finishTime:l error:s failedDueToAttempt:e status:s"
    " counters:C",
    "TaskFinished taskid:s taskType:s finishTime:l status:s counters:c"
    " successfulAttemptId:o",
    "TaskStarted taskid:s taskType:s startTime:l splitLocations:s",
    "TaskUpdated taskid:s finishTime:l",
};
constexpr std::string_view kSamples = "clockSplits:a cpuUsages:a vMemKbytes:a physMemKbytes:a";

std::string_view next_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

std::string event_types() {
  std::string all =
      R"("JOB_SUBMITTED","JOB_INITED","JOB_FINISHED","JOB_PRIORITY_CHANGED","JOB_STATUS_CHANGED",)"
      R"("JOB_QUEUE_CHANGED","JOB_FAILED","JOB_KILLED","JOB_ERROR","JOB_INFO_CHANGED",)"
      R"("TASK_STARTED","TASK_FINISHED","TASK_FAILED","TASK_UPDATED","NORMALIZED_RESOURCE")";
  for (const std::string_view kind : {"MAP", "REDUCE", "SETUP", "CLEANUP"})
    for (const std::string_view what : {"STARTED", "FINISHED", "FAILED", "KILLED"})
      all += fmt::format(R"(,"{}_ATTEMPT_{}")", kind, what);
  return all + R"(,"AM_STARTED")";
}

constexpr std::string_view kGroupsOfCounters =
    R"({"type":"record","name":"JhCounters","fields":[{"name":"name","type":"string"},)"
    R"({"name":"groups","type":{"type":"array","items":{"type":"record","name":"JhCounterGroup",)"
    R"("fields":[{"name":"name","type":"string"},{"name":"displayName","type":"string"},)"
    R"({"name":"counts","type":{"type":"array","items":{"type":"record","name":"JhCounter",)"
    R"("fields":[{"name":"name","type":"string"},{"name":"displayName","type":"string"},)"
    R"({"name":"value","type":"long"}]}}}]}}}]})";

// A record is spelled out where it comes first, and named afterwards.
std::string type_of(char code, bool& counters_are_known) {
  const auto counters = [&] {
    const std::string text =
        counters_are_known ? std::string(R"("JhCounters")") : std::string(kGroupsOfCounters);
    counters_are_known = true;
    return text;
  };
  switch (code) {
    case 'l':
      return R"("long")";
    case 'i':
      return R"("int")";
    case 'k':
      return R"("int","default":-1)";
    case 'b':
      return R"("boolean")";
    case 'o':
      return R"(["null","string"],"default":null)";
    case 'e':
      return R"(["null","string"])";
    case 'c':
      return counters();
    case 'C':
      return R"(["null",)" + counters() + R"(],"default":null)";
    case 'a':
      return R"({"type":"array","items":"int"})";
    case 'm':
      return R"({"type":"map","values":"string"})";
    default:
      return R"("string")";
  }
}

std::string fields_of(std::string_view words, bool& counters_are_known) {
  std::string fields;
  while (!words.empty()) {
    const std::string_view word = next_word(words);
    if (!fields.empty()) fields += ',';
    if (word == "+")
      fields += fields_of(kSamples, counters_are_known);
    else
      fields += fmt::format(R"({{"name":"{}","type":{}}})", word.substr(0, word.find(':')),
                            type_of(word.back(), counters_are_known));
  }
  return fields;
}

std::string made_schema() {
  bool counters_are_known = false;
  std::string records;
  for (std::string_view row : kRecords) {
    const std::string_view name = next_word(row);
    records += fmt::format(R"({}{{"type":"record","name":"{}","fields":[{}]}})",
                           records.empty() ? "" : ",", name, fields_of(row, counters_are_known));
  }
  return fmt::format(
      R"({{"type":"record","name":"Event","namespace":"org.apache.hadoop.mapreduce.jobhistory",)"
      R"("fields":[{{"name":"type","type":{{"type":"enum","name":"EventType","symbols":[{}]}}}},)"
      R"({{"name":"event","type":[{}]}}]}})",
      event_types(), records);
}

}  // namespace

std::string_view event_schema() {
  static const std::string schema = made_schema();
  return schema;
}

}  // namespace mammoth::mapreduce::history
