// Cluster mode: the container of an application's master, in which its driver runs too (Spark:
// ApplicationMaster.runDriver). One in a process, from its beginning to its end.
#pragma once

#include "spark-core/yarn/allocator.h"
#include "spark-core/yarn/processes.h"

namespace mammoth::spark::on_yarn {

class DriverContainer {
 public:
  // Registers with the ResourceManager. Throws SparkException or ErrorException.
  DriverContainer();
  ~DriverContainer();
  // The one of this process, or null.
  static DriverContainer* current();

  const yarn::ContainerEnvironment& self() const { return self_; }
  const MasterSpec& spec() const { return spec_; }
  Allocator& allocator() { return *allocator_; }
  // Who hears of executors; nobody, when its functions are empty.
  void listen(AllocatorEvents events);
  // Tells YARN how it ended, and removes the application's staging directory.
  void finish(yarn::FinalStatus status, const std::string& diagnostics);

 private:
  const yarn::ContainerEnvironment self_;
  const MasterSpec spec_;
  std::mutex mutex_;
  AllocatorEvents listener_;  // guarded by mutex_
  std::unique_ptr<Allocator> allocator_;
};

// Where the staging directory of `spec` is, it goes.
void remove_staging(const MasterSpec& spec);

}  // namespace mammoth::spark::on_yarn
