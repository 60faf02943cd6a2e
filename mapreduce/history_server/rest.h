// /ws/v1/history: what Hadoop's history server answers, field by field (Hadoop: HsWebServices and
// its dao classes). JSON only.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "common/http/json.h"
#include "common/http/message.h"
#include "mapreduce/history_server/history_store.h"

namespace mammoth::mapreduce::history {

// What the server lends.
struct RestParts {
  HistoryStore& store;
  std::int64_t started_ms = 0;
};

// Nothing when the path is not below /ws/v1/history.
std::optional<http::Response> history_rest(const RestParts& parts, const http::Request& request);

// A refusal as Hadoop's REST words it.
struct RestRefusal {
  unsigned status = 400;
  std::string exception;  // NotFoundException, BadRequestException
  std::string message;
};
template <class T>
using RestResult = boost::system::result<T, RestRefusal>;

// The list of jobs, narrowed by the query's user, queue, state, limit and times.
RestResult<std::string> rest_jobs(HistoryStore& store, const http::Query& query);

// Each writes the members of one object.
void write_job(http::JsonWriter& json, const JobHistory& job);
void write_task(http::JsonWriter& json, const TaskHistory& task);
void write_attempt(http::JsonWriter& json, const AttemptHistory& attempt);

// Whole answers about a job.
std::string rest_master_attempts(const JobHistory& job, const std::string& base_url);
std::string rest_job_counters(const JobHistory& job);
std::string rest_task_counters(const TaskHistory& task);
std::string rest_attempt_counters(const AttemptHistory& attempt);

// How long something took; 0 where an end is not known.
std::int64_t elapsed(std::int64_t start_ms, std::int64_t finish_ms);

// Maps and reduces that have ended, whatever the way.
int completed_maps(const JobHistory& job);
int completed_reduces(const JobHistory& job);

struct AttemptCounts {
  int successful = 0;
  int failed = 0;
  int killed = 0;
};
// Of all attempts, and the mean times of those that succeeded.
struct JobAverages {
  AttemptCounts maps{};
  AttemptCounts reduces{};
  std::int64_t map_ms = 0;
  std::int64_t shuffle_ms = 0;
  std::int64_t merge_ms = 0;
  std::int64_t reduce_ms = 0;
};
JobAverages averages_of(const JobHistory& job);

}  // namespace mammoth::mapreduce::history
