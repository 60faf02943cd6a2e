// The history server's pages below /jobhistory: the list of jobs, a job with its tasks and
// counters, its configuration. Plain HTML without scripts; what users wrote is escaped.
#pragma once

#include <optional>

#include "common/http/message.h"
#include "mapreduce/history_server/history_store.h"

namespace mammoth::mapreduce::history {

//   /jobhistory, /jobhistory/app        all jobs
//   /jobhistory/job/JOB                 one
//   /jobhistory/tasks/JOB[/m|/r]        its tasks and their attempts
//   /jobhistory/jobcounters/JOB, /jobhistory/conf/JOB
//
// Nothing for any other path.
std::optional<http::Response> history_page(HistoryStore& store, const http::Request& request);

}  // namespace mammoth::mapreduce::history
