// `hadoop distcp` (Hadoop: DistCp): a parallel copy between file systems, by this process alone.
#include <fmt/format.h>

#include "hdfs-cli/distcp/job.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

// Hadoop's exit codes, as a shell sees them.
constexpr int kInvalidArgument = 255;
constexpr int kDuplicateInput = 254;
constexpr int kUnknownError = -999 & 0xff;

// As a finished job shows its counters; those that stayed 0 are left out.
void print_counters(const Environment& environment, const distcp::Counters& counters,
                    std::int64_t seconds) {
  std::string text;
  int rows = 0;
  const auto row = [&](std::string_view name, std::uint64_t value) {
    if (value == 0) return;
    text += fmt::format("\n\t\t{}={}", name, value);
    ++rows;
  };
  row("Bandwidth in Bytes",
      counters.bytes_copied / static_cast<std::uint64_t>(std::max<std::int64_t>(1, seconds)));
  row("Bytes Copied", counters.bytes_copied);
  row("Bytes Expected", counters.bytes_expected);
  row("Bytes Failed", counters.bytes_failed);
  row("Bytes Skipped", counters.bytes_skipped);
  row("Files Copied", counters.copied);
  row("DIR_COPY", counters.directories);
  row("Files Failed", counters.failed);
  row("Files Skipped", counters.skipped);
  log_line(environment, log::Level::kInfo, "mapreduce.Job",
           fmt::format("Counters: {}\n\tDistCp Counters{}", rows, text));
}

int report(const Environment& environment, const distcp::Stopped& stopped) {
  const auto tell = [&](std::string_view what, int code) {
    log_line(environment, log::Level::kError, "tools.DistCp",
             fmt::format("{}{}", what, stopped.error.message));
    return code;
  };
  switch (stopped.failure) {
    case distcp::Failure::kInvalidInput:
      return tell("Invalid input: ", kInvalidArgument);
    case distcp::Failure::kDuplicates:
      return tell("Duplicate files in input path: ", kDuplicateInput);
    case distcp::Failure::kOther:
      break;
  }
  return tell("Exception encountered ", kUnknownError);
}

}  // namespace

int run_distcp(Environment& environment, const Arguments& arguments) {
  if (arguments.empty()) {
    environment.out.write(distcp::usage());
    return kInvalidArgument;
  }
  const auto options = distcp::Options::parse(arguments);
  if (!options) {
    environment.err.line("Invalid arguments: " + options.error().message);
    environment.out.write(distcp::usage());
    return kInvalidArgument;
  }
  for (const std::string& warning : options->warnings)
    log_line(environment, log::Level::kWarn, "tools.OptionsParser", warning);
  const std::int64_t begin_ms = environment.clock.monotonic_ms();
  distcp::Job job(environment, *options);
  std::optional<distcp::Stopped> stopped = job.plan();
  if (!stopped) stopped = job.copy();
  if (!stopped) stopped = job.commit();
  if (stopped) return report(environment, *stopped);
  print_counters(environment, job.counters(), (environment.clock.monotonic_ms() - begin_ms) / 1000);
  return 0;
}

}  // namespace mammoth::cli
