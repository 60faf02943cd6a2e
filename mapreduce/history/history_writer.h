// HistoryWriter: the history file of a running job, and its way to the history server (Hadoop:
// JobHistoryEventHandler).
//
//   STAGING/job_X_<master attempt>.jhist          while the job runs
//   INTERMEDIATE/USER/job_X.summary               when it has ended, in this order, each first as
//   INTERMEDIATE/USER/job_X_conf.xml              "…_tmp": a history server looks for the last
//   INTERMEDIATE/USER/job_X-….jhist               (file_names.h says how it is called)
//
// INTERMEDIATE is mapreduce.jobhistory.intermediate-done-dir. mapreduce.jobhistory.jhist.format
// says "binary" (Avro, the default) or "json". Both makers' history servers read either.
//
// Thread-safe. Failures throw Exception; what has been flushed is durable as HDFS makes it.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "mapreduce/api/configuration.h"
#include "mapreduce/history/events.h"
#include "mapreduce/history/file_names.h"

namespace mammoth::mapreduce::history {

class HistoryWriter {
 public:
  // `directory` is the job's staging directory, which exists; `master_attempt` counts from 1.
  HistoryWriter(const Configuration& configuration, const std::string& directory,
                const std::string& job_id, int master_attempt);
  ~HistoryWriter();

  // Where the running job's file is.
  const std::string& path() const { return path_; }

  // Appends. Events of the job, and ends of tasks, are flushed to the file system at once.
  void write(const Event& event);

  // Ends the file and gives copies to the history server: the last call. `configuration_xml` is the
  // whole of the job's configuration (configuration_xml()).
  void publish(const JobIndex& index, const std::string& configuration_xml,
               const std::string& summary = "");

 private:
  struct Impl;
  const Configuration configuration_;
  const std::string path_;
  std::mutex mutex_;
  std::unique_ptr<Impl> impl_;  // guarded by mutex_
};

// <configuration> with every property, as job.xml and job_X_conf.xml have it.
std::string configuration_xml(const Configuration& configuration);

}  // namespace mammoth::mapreduce::history
