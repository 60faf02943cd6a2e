// What a thread's jobs carry and how they are ended early: the part of SparkContext that knows
// pools, groups and tags (Spark: SparkContext, JobTags). Properties are of the calling thread;
// threads begun by async actions inherit them, other threads begin with none. Thread-safe.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "spark-core/plan/session.h"

namespace mammoth::spark {

class [[gnu::visibility("default")]] JobControl {
 public:
  // An empty value removes the property. "spark.scheduler.pool" puts jobs into a pool.
  void setLocalProperty(const std::string& key, const std::string& value) const;
  std::string getLocalProperty(const std::string& key) const;  // empty: none

  void setJobDescription(const std::string& value) const;
  void setJobGroup(const std::string& groupId, const std::string& description,
                   bool interruptOnCancel = false) const;
  void clearJobGroup() const;

  // SparkException for a tag that is empty or holds a comma.
  void addJobTag(const std::string& tag) const;
  void removeJobTag(const std::string& tag) const;
  std::set<std::string> getJobTags() const;
  void clearJobTags() const;

  // Jobs fail with "Job 3 cancelled <reason>"; tasks are told to end, and their threads do so when
  // they next look. The calls return once the jobs have failed. Nothing for what does not run.
  void cancelJob(int jobId, const std::string& reason = "") const;
  void cancelStage(int stageId, std::optional<std::string> reason = {}) const;
  void cancelJobGroup(const std::string& groupId, std::optional<std::string> reason = {}) const;
  // Later jobs of the group are refused too.
  void cancelJobGroupAndFutureJobs(const std::string& groupId,
                                   std::optional<std::string> reason = {}) const;
  void cancelJobsWithTag(const std::string& tag, std::optional<std::string> reason = {}) const;
  void cancelAllJobs() const;

 protected:
  std::shared_ptr<Session> session_{};
};

// The comma-separated list of spark.job.tags with `tag` in it.
[[gnu::visibility("default")]] Session::Properties with_job_tag(Session::Properties properties,
                                                                const std::string& tag);

}  // namespace mammoth::spark
