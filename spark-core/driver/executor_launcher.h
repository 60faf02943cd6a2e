// Who starts an application's executor processes and watches them: the driver itself
// (local-cluster), or a cluster manager's master (spark://, yarn).
#pragma once

#include <functional>
#include <map>
#include <string>

#include "spark-core/net/frame.h"
#include "spark-core/remote/messages.h"
#include "spark-core/scheduler/task_end.h"

namespace mammoth::spark {

// What a launcher reports, from threads of its own.
struct LauncherEvents {
  // The process of an executor has ended; not told for those that stop() ends.
  std::function<void(const std::string& executor, scheduler::ExecutorLoss loss)> exited;
  // There will be no executors any more.
  std::function<void(const std::string& reason)> failed;
};

class ExecutorLauncher {
 public:
  virtual ~ExecutorLauncher() = default;
  // `pattern` is complete but for id, host, cores and directory. Throws SparkException when there is
  // no way to get executors.
  virtual void start(const ExecutorSpec& pattern, LauncherEvents events) = 0;
  virtual std::string application_id() const { return {}; }
  virtual int expected_cores() const = 0;  // that executors will have; 0: nobody knows
  // Whether executors come only after prefer().
  virtual bool waits_for_hosts() const { return false; }
  // Where the first job's data is: hosts, and how many tasks want each.
  virtual void prefer(const std::map<std::string, int>& /*hosts*/) {}
  // A connection to the driver's port whose first message is no executor's; false: not the launcher's
  // either. Runs on the connection's thread, until it ends.
  virtual bool attend(net::Socket& /*socket*/, const net::Frame& /*first*/) { return false; }
  virtual void joined(const std::string& /*executor*/) {}
  // Ends the process, and starts another one in its place.
  virtual void kill(const std::string& executor) = 0;
  virtual void expect_end() = 0;  // executors are told to stop: none is replaced any more
  virtual void stop() = 0;  // ends all that are left
};

}  // namespace mammoth::spark
