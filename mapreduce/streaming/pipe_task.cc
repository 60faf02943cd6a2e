#include "mapreduce/streaming/pipe_task.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>

#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::streaming {

namespace {

constexpr std::size_t kPendingBytes = 64 * 1024;

std::string separator_of(const Configuration& configuration, Side side, std::string_view end) {
  return configuration.get(
      fmt::format("stream.{}.{}.field.separator", side == Side::MAP ? "map" : "reduce", end), "\t");
}

}  // namespace

std::pair<std::string_view, std::string_view> splitLine(std::string_view line,
                                                        std::string_view separator, int fields) {
  std::size_t at = 0;
  for (int field = 0; field < fields; ++field) {
    const std::size_t found = line.find(separator, at);
    if (found == std::string_view::npos) return {line, {}};
    at = found + separator.size();
  }
  if (fields <= 0) return {line, {}};
  return {line.substr(0, at - separator.size()), line.substr(at)};
}

PipeTask::PipeTask(const std::string& command, Side side, TaskAttemptContext& context,
                   RecordWriter<Text, Text>& writer)
    : context_(context),
      writer_(writer),
      input_separator_(separator_of(context.getConfiguration(), side, "input")),
      output_separator_(separator_of(context.getConfiguration(), side, "output")),
      key_fields_(context.getConfiguration().getInt(side == Side::MAP
                                                        ? "stream.num.map.output.key.fields"
                                                        : "stream.num.reduce.output.key.fields",
                                                    1)),
      report_prefix_(context.getConfiguration().get("stream.stderr.reporter.prefix", "reporter:")),
      process_(command, environmentOf(context)) {
  output_ = std::thread([this] { readOutput(); });
  errors_ = std::thread([this] { readErrors(); });
}

PipeTask::~PipeTask() {
  process_.kill();
  process_.closeInput();
  join();
}

void PipeTask::join() {
  if (output_.joinable()) output_.join();
  if (errors_.joinable()) errors_.join();
}

void PipeTask::readOutput() {
  try {
    Text key;
    Text value;
    process_.forEachLineOfOutput([&](std::string_view line) {
      const auto [before, behind] = splitLine(line, output_separator_, key_fields_);
      key.set(before);
      value.set(behind);
      writer_.write(key, value);
    });
  } catch (...) {
    failure_ = std::current_exception();
    process_.kill();
  }
}

void PipeTask::readErrors() {
  process_.forEachLineOfErrors([&](std::string_view line) {
    if (line.starts_with(report_prefix_)) return takeReport(line.substr(report_prefix_.size()));
    const std::string text = std::string(line) + "\n";
    if (::write(2, text.data(), text.size()) < 0) return;
  });
}

void PipeTask::takeReport(std::string_view report) {
  constexpr std::string_view kCounter = "counter:";
  constexpr std::string_view kStatus = "status:";
  context_.progress();
  if (report.starts_with(kStatus))
    return context_.setStatus(std::string(report.substr(kStatus.size())));
  if (!report.starts_with(kCounter)) return;
  report.remove_prefix(kCounter.size());
  const auto [group, rest] = splitLine(report, ",", 1);
  const auto [name, amount] = splitLine(rest, ",", 1);
  std::int64_t number = 0;
  const auto parsed = std::from_chars(amount.data(), amount.data() + amount.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != amount.data() + amount.size() || name.empty())
    return;
  try {
    context_.getCounter(group, name).increment(number);
  } catch (const Exception&) {
    // Beyond the limit of counters: the report is lost, the task goes on.
  }
}

bool PipeTask::writePair(std::string_view key, std::string_view value) {
  pending_ += key;
  pending_ += input_separator_;
  return writeValue(value);
}

bool PipeTask::writeValue(std::string_view value) {
  pending_ += value;
  pending_ += '\n';
  return pending_.size() < kPendingBytes || flush();
}

bool PipeTask::flush() {
  const bool written = process_.write(pending_);
  pending_.clear();
  return written;
}

void PipeTask::finish() {
  flush();
  process_.closeInput();
  join();
  const int code = process_.wait();
  if (failure_) std::rethrow_exception(failure_);
  if (code != 0 && context_.getConfiguration().getBoolean("stream.non.zero.exit.is.failure", true))
    throw Exception(
        "java.lang.RuntimeException",
        fmt::format("PipeMapRed.waitOutputThreads(): subprocess failed with code {}", code));
}

}  // namespace mammoth::mapreduce::streaming
