#include "mapreduce/umbilical/messages.h"

#include <charconv>
#include <vector>

#include "common/protocol/mapreduce/counters.pb.h"
#include "common/protocol/mapreduce/task_umbilical.pb.h"

namespace mammoth::mapreduce::umbilical {

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('_', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::optional<int> number_of(const std::string& word) {
  int number = 0;
  const char* const end = word.data() + word.size();
  if (word.empty() || std::from_chars(word.data(), end, number).ptr != end || number < 0)
    return std::nullopt;
  return number;
}

}  // namespace

void set_counters(hadoop::mapreduce::CountersProto& out, const Counters& counters) {
  for (const CounterGroup* group : counters.groups()) {
    auto& entry = *out.add_counter_groups();
    entry.set_key(group->getName());
    auto& value = *entry.mutable_value();
    value.set_name(group->getName());
    value.set_display_name(group->getDisplayName());
    for (const Counter* counter : group->counters()) {
      auto& one = *value.add_counters();
      one.set_key(counter->getName());
      one.mutable_value()->set_name(counter->getName());
      one.mutable_value()->set_display_name(counter->getDisplayName());
      one.mutable_value()->set_value(counter->getValue());
    }
  }
}

Counters counters_of(const hadoop::mapreduce::CountersProto& proto) {
  Counters counters;
  for (const auto& group : proto.counter_groups())
    for (const auto& counter : group.value().counters())
      counters.findCounter(group.value().name(), counter.value().name())
          .setValue(counter.value().value());
  return counters;
}

void set_attempt(mammoth::umbilical::AttemptProto& out, TaskType type, int task, int attempt) {
  out.set_type(type == TaskType::MAP ? hadoop::mapreduce::MAP : hadoop::mapreduce::REDUCE);
  out.set_task(task);
  out.set_attempt(attempt);
}

std::optional<JobID> parse_job_id(const std::string& text) {
  const std::vector<std::string> words = words_of(text);
  if (words.size() != 3 || words[0] != "job" || words[1].empty()) return std::nullopt;
  const auto id = number_of(words[2]);
  if (!id) return std::nullopt;
  return JobID{words[1], *id};
}

std::optional<TaskAttemptID> parse_attempt_id(const std::string& text) {
  const std::vector<std::string> words = words_of(text);
  if (words.size() != 6 || words[0] != "attempt" || words[1].empty()) return std::nullopt;
  const auto job = number_of(words[2]);
  const auto task = number_of(words[4]);
  const auto attempt = number_of(words[5]);
  if (!job || !task || !attempt || (words[3] != "m" && words[3] != "r")) return std::nullopt;
  return TaskAttemptID{
      {words[1], *job}, words[3] == "m" ? TaskType::MAP : TaskType::REDUCE, *task, *attempt};
}

}  // namespace mammoth::mapreduce::umbilical
