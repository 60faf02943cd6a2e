#include "spark-core/api/job_control.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

namespace mammoth::spark {
namespace {

constexpr const char* kTags = "spark.job.tags";
constexpr const char* kGroup = "spark.jobGroup.id";
constexpr const char* kDescription = "spark.job.description";
constexpr const char* kInterrupt = "spark.job.interruptOnCancel";

void check_tag(const std::string& tag) {
  if (tag.empty()) throw SparkException("Spark job tag cannot be an empty string.");
  if (tag.find(',') != std::string::npos) throw SparkException("Spark job tag cannot contain ','.");
}

std::set<std::string> tags_in(const Session::Properties& properties) {
  std::set<std::string> tags;
  const auto found = properties.find(kTags);
  if (found == properties.end()) return tags;
  std::istringstream list(found->second);
  for (std::string tag; std::getline(list, tag, ',');) tags.insert(tag);
  return tags;
}

void put_tags(Session::Properties& properties, const std::set<std::string>& tags) {
  if (tags.empty())
    properties.erase(kTags);
  else
    properties[kTags] = fmt::format("{}", fmt::join(tags, ","));
}

}  // namespace

void JobControl::setLocalProperty(const std::string& key, const std::string& value) const {
  Session::Properties properties = session_->local_properties();
  if (value.empty())
    properties.erase(key);
  else
    properties[key] = value;
  session_->set_local_properties(std::move(properties));
}

std::string JobControl::getLocalProperty(const std::string& key) const {
  const Session::Properties properties = session_->local_properties();
  const auto found = properties.find(key);
  return found == properties.end() ? "" : found->second;
}

void JobControl::setJobDescription(const std::string& value) const {
  setLocalProperty(kDescription, value);
}

void JobControl::setJobGroup(const std::string& groupId, const std::string& description,
                             bool interruptOnCancel) const {
  setLocalProperty(kDescription, description);
  setLocalProperty(kGroup, groupId);
  setLocalProperty(kInterrupt, interruptOnCancel ? "true" : "false");
}

void JobControl::clearJobGroup() const {
  for (const char* key : {kDescription, kGroup, kInterrupt}) setLocalProperty(key, "");
}

Session::Properties with_job_tag(Session::Properties properties, const std::string& tag) {
  std::set<std::string> tags = tags_in(properties);
  tags.insert(tag);
  put_tags(properties, tags);
  return properties;
}

void JobControl::addJobTag(const std::string& tag) const {
  check_tag(tag);
  session_->set_local_properties(with_job_tag(session_->local_properties(), tag));
}

void JobControl::removeJobTag(const std::string& tag) const {
  check_tag(tag);
  Session::Properties properties = session_->local_properties();
  std::set<std::string> tags = tags_in(properties);
  tags.erase(tag);
  put_tags(properties, tags);
  session_->set_local_properties(std::move(properties));
}

std::set<std::string> JobControl::getJobTags() const {
  return tags_in(session_->local_properties());
}

void JobControl::clearJobTags() const {
  setLocalProperty(kTags, "");
}

void JobControl::cancelJob(int jobId, const std::string& reason) const {
  session_->cancel_jobs({.by = JobSelection::By::kJob, .id = jobId}, reason);
}

void JobControl::cancelStage(int stageId, std::optional<std::string> reason) const {
  session_->cancel_jobs({.by = JobSelection::By::kStage, .id = stageId}, std::move(reason));
}

void JobControl::cancelJobGroup(const std::string& groupId,
                                std::optional<std::string> reason) const {
  session_->cancel_jobs({.by = JobSelection::By::kGroup, .name = groupId}, std::move(reason));
}

void JobControl::cancelJobGroupAndFutureJobs(const std::string& groupId,
                                             std::optional<std::string> reason) const {
  session_->cancel_jobs({.by = JobSelection::By::kGroupAndLater, .name = groupId},
                        std::move(reason));
}

void JobControl::cancelJobsWithTag(const std::string& tag,
                                   std::optional<std::string> reason) const {
  check_tag(tag);
  session_->cancel_jobs({.by = JobSelection::By::kTag, .name = tag}, std::move(reason));
}

void JobControl::cancelAllJobs() const {
  session_->cancel_jobs({}, {});
}

}  // namespace mammoth::spark
