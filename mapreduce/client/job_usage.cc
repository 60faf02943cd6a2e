// What `mapred job` says of itself.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "mapreduce/api/generic_options.h"
#include "mapreduce/client/job_command.h"

namespace mammoth::mapreduce::engine {

namespace {

struct OptionUsage {
  std::string_view option;
  std::string_view alone;    // after "[-option"
  std::string_view in_list;  // the same in the list of all; empty: as alone
};

constexpr std::array kOptionUsages{
    OptionUsage{"-submit", " <job-file>]", ""},
    OptionUsage{"-status", " <job-id>]", ""},
    OptionUsage{"-counter", " <job-id> <group-name> <counter-name>]", ""},
    OptionUsage{"-kill", " <job-id>]", ""},
    OptionUsage{"-set-priority",
                " <job-id> <priority>]. Valid values for priorities are: VERY_HIGH HIGH NORMAL LOW "
                "VERY_LOW DEFAULT. In addition to this, integers also can be used.",
                ""},
    OptionUsage{"-events", " <job-id> <from-event-#> <#-of-events>]. Event #s start from 1.",
                " <job-id> <from-event-#> <#-of-events>]"},
    OptionUsage{"-history",
                " [all] <jobHistoryFile|jobId> [-outfile <file>] [-format <human|json>]]", ""},
    OptionUsage{"-list", " [all]]", ""},
    OptionUsage{"-list-active-trackers", "]", ""},
    OptionUsage{"-list-blacklisted-trackers", "]", ""},
    OptionUsage{"-list-attempt-ids",
                " <job-id> <task-type> <task-state>]. Valid values for <task-type> are MAP REDUCE. "
                "Valid values for <task-state> are pending, running, completed, failed, killed",
                ""},
    OptionUsage{"-kill-task", " <task-attempt-id>]", ""},
    OptionUsage{"-fail-task", " <task-attempt-id>]", ""},
    OptionUsage{"-logs",
                " <job-id> <task-attempt-id>].  <task-attempt-id> is optional to get task attempt "
                "logs.",
                " <job-id> <task-attempt-id>]"},
    OptionUsage{"-config", " <job-id> <file>]", " <job-id> <file>\n"},
};

}  // namespace

void print_job_usage(std::string_view option) {
  for (const OptionUsage& usage : kOptionUsages)
    if (usage.option == option)
      return fmt::print(stderr, "Usage: job [{}{}\n", option, usage.alone);
  fmt::print(stderr, "Usage: job <command> <args>\n");
  for (const OptionUsage& usage : kOptionUsages)
    fmt::print(stderr, "\t[{}{}\n", usage.option,
               usage.in_list.empty() ? usage.alone : usage.in_list);
  ToolRunner::printGenericCommandUsage();
}

}  // namespace mammoth::mapreduce::engine
