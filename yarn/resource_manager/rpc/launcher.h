// Starts application masters: one startContainers call to the NodeManager of each (Hadoop:
// ApplicationMasterLauncher, AMLauncher). The launch context is the client's, with the master's
// token among its credentials and two variables more in its environment.
#pragma once

#include <memory>

#include "common/async/io_pool.h"
#include "common/async/task_group.h"
#include "common/rpc/client.h"
#include "yarn/resource_manager/rpc/manager.h"

namespace mammoth::yarn {

// launch() from any thread; the rest from the one that constructs it. `manager` must outlive it.
class Launcher final : public MasterLauncher {
 public:
  explicit Launcher(Manager& manager);
  ~Launcher() override;  // stops

  void launch(const Application& application, const AttemptId& attempt,
              const Container& container) override;

  // Gives up what is under way, and tells nobody. Idempotent.
  void stop();

 private:
  struct Order;
  Task<> carry_out(std::shared_ptr<Order> order);
  Task<Result<void>> call_node(const Order& order);
  Task<> drain();

  Manager& manager_;
  IoPool pool_{1};
  TaskGroup launches_{pool_.at(0).get_executor()};
  bool stopped_ = false;
};

}  // namespace mammoth::yarn
