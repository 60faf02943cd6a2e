#include "spark-core/yarn/driver_container.h"

#include <atomic>

#include "common/base/log.h"
#include "spark-core/executor/file_systems.h"
#include "spark-core/plan/code_ref.h"

namespace mammoth::spark::on_yarn {
namespace {

std::atomic<DriverContainer*> the_container{nullptr};

}  // namespace

DriverContainer* DriverContainer::current() {
  return the_container;
}

DriverContainer::DriverContainer()
    : self_(own_container()), spec_(from_bytes<MasterSpec>(own_secret_bytes(self_, kMasterSecret))) {
  allocator_ = std::make_unique<Allocator>(
      self_, spec_,
      AllocatorEvents{[this](const ExecutorExited& executor) {
                        const std::lock_guard lock(mutex_);
                        if (listener_.exited) listener_.exited(executor);
                      },
                      [this](const std::string& reason) {
                        const std::lock_guard lock(mutex_);
                        if (listener_.gave_up) listener_.gave_up(reason);
                      }});
  the_container = this;
}

DriverContainer::~DriverContainer() {
  the_container = nullptr;
}

void DriverContainer::listen(AllocatorEvents events) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(events);
}

void DriverContainer::finish(yarn::FinalStatus status, const std::string& diagnostics) {
  allocator_->finish(status, diagnostics);
  remove_staging(spec_);
}

void remove_staging(const MasterSpec& spec) {
  if (spec.staging.empty()) return;
  try {
    FileSystems file_systems(Settings(spec.pattern.settings).hadoop());
    const LocatedPath place = file_systems.locate(spec.staging);
    must(place.file_system->remove(place.path, true));
  } catch (const SparkException& error) {
    log::warn("spark-yarn", "{} stays: {}", spec.staging, error.what());
  }
}

}  // namespace mammoth::spark::on_yarn
