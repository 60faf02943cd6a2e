// A job that has been submitted, wherever it runs (Hadoop: ClientProtocol behind Cluster): in this
// process (local_job.h) or on YARN (yarn_job.h). Failures throw Exception.
#pragma once

#include <string>

#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::engine {

class RunningJob {
 public:
  virtual ~RunningJob() = default;

  virtual const JobID& id() const = 0;
  // After the constructor, which has checked all that can be checked.
  virtual void start() = 0;
  virtual std::string trackingUrl() const = 0;
  virtual bool isComplete() const = 0;
  // Up to `timeout_ms`; true when the job is complete. Tells the console of attempts that fail.
  virtual bool wait(int timeout_ms) = 0;
  // Asks it to end; it is complete some time later.
  virtual void kill() = 0;
  virtual float mapProgress() const = 0;
  virtual float reduceProgress() const = 0;

  // Of a complete job.
  virtual bool isSuccessful() const = 0;
  virtual std::string finalState() const = 0;  // SUCCEEDED, FAILED, KILLED
  virtual std::string failure() const = 0;     // empty where it succeeded
  virtual const Counters& counters() const = 0;
};

}  // namespace mammoth::mapreduce::engine
