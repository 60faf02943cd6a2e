#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>

#include "mapreduce/api/file_formats.h"
#include "mapreduce/streaming/pipe_task.h"

namespace mammoth::mapreduce::streaming {

namespace {

struct OldName {
  std::string_view name;
  std::string_view key;
};
constexpr std::array kOldNames{
    OldName{"mapred_job_id", "mapreduce.job.id"},
    OldName{"mapred_job_name", "mapreduce.job.name"},
    OldName{"mapred_task_id", "mapreduce.task.attempt.id"},
    OldName{"mapred_tip_id", "mapreduce.task.id"},
    OldName{"mapred_task_is_map", "mapreduce.task.ismap"},
    OldName{"mapred_task_partition", "mapreduce.task.partition"},
    OldName{"mapred_local_dir", "mapreduce.cluster.local.dir"},
    OldName{"mapred_input_dir", "mapreduce.input.fileinputformat.inputdir"},
    OldName{"mapred_output_dir", "mapreduce.output.fileoutputformat.outputdir"},
    OldName{"mapred_work_output_dir", "mapreduce.task.output.dir"},
    OldName{"mapred_map_tasks", "mapreduce.job.maps"},
    OldName{"mapred_reduce_tasks", "mapreduce.job.reduces"},
    OldName{"map_input_file", "mapreduce.map.input.file"},
    OldName{"map_input_start", "mapreduce.map.input.start"},
    OldName{"map_input_length", "mapreduce.map.input.length"},
};

std::string variable_name(std::string_view key) {
  std::string name(key);
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  std::ranges::replace_if(name, [&](char c) { return !is_plain(c); }, '_');
  return name;
}

}  // namespace

std::vector<std::string> environmentOf(const TaskAttemptContext& context) {
  const Configuration& configuration = context.getConfiguration();
  std::map<std::string, std::string, std::less<>> variables;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view entry = *at;
    const std::size_t equals = entry.find('=');
    if (equals != std::string_view::npos)
      variables[std::string(entry.substr(0, equals))] = entry.substr(equals + 1);
  }
  const std::int64_t limit = configuration.getLong("stream.jobconf.truncate.limit", -1);
  const auto shortened = [&](std::string value) {
    if (limit >= 0 && value.size() > static_cast<std::size_t>(limit))
      value.resize(static_cast<std::size_t>(limit));
    return value;
  };
  for (auto& [key, value] : configuration.entries())
    if (value.find('\0') == std::string::npos)
      variables[variable_name(key)] = shortened(std::move(value));
  if (!FileOutputFormat::getOutputPath(context).empty())
    variables["mapreduce_task_output_dir"] = FileOutputFormat::getWorkOutputPath(context);
  for (const OldName& old : kOldNames)
    if (const auto found = variables.find(variable_name(old.key)); found != variables.end())
      variables[std::string(old.name)] = found->second;
  variables.try_emplace("TMPDIR", "/tmp");
  // NAME=value between blanks, as -cmdenv collects them.
  for (const std::string& entry : splitCommand(configuration.get("stream.addenvironment", "")))
    if (const std::size_t equals = entry.find('='); equals != std::string::npos)
      variables[entry.substr(0, equals)] = entry.substr(equals + 1);
  std::vector<std::string> all;
  for (const auto& [name, value] : variables) all.push_back(name + "=" + value);
  return all;
}

}  // namespace mammoth::mapreduce::streaming
