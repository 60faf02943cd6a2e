// Settings that a daemon changes while it runs: the configuration is read again, and what has
// changed is applied, property by property (Hadoop: ReconfigurableBase, ReconfigurationUtil).
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/config/configuration.h"

namespace mammoth {

// One setting that was found changed.
struct ReconfiguredProperty {
  std::string name;
  std::string old_value;
  std::string new_value;             // as the files have it
  std::optional<std::string> error;  // nothing: it is in force
};

// Times since the epoch; 0: never.
struct ReconfigurationStatus {
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;  // 0 while it runs
  std::vector<ReconfiguredProperty> changes{};
};

// Thread-safe.
class Reconfiguration {
 public:
  // Reads what the daemon has read at its start; not validated, so that one wrong value is the
  // failure of one property.
  using Reload = std::function<Result<Configuration>()>;
  // Brings a value into force. The value as it holds now, which may differ; or why it cannot be.
  using Apply = std::function<Result<std::string>(const std::string& value)>;
  struct Property {
    std::string name;
    Apply apply;
  };

  // `configuration` is the one in force; `clock` must outlive this.
  Reconfiguration(const Clock& clock, Configuration configuration, Reload reload,
                  std::vector<Property> properties);
  ~Reconfiguration();  // stops

  std::vector<std::string> properties() const;  // in the order given
  // Reads the configuration, and applies what differs on another thread. kIo while another task
  // runs or after stop(); the reader's refusal when the files cannot be read, and nothing changes.
  Result<void> start();
  ReconfigurationStatus status() const;
  // With what was changed so far.
  Configuration configuration() const;
  // Waits for a task that runs, and lets none begin. Idempotent.
  void stop();

 private:
  void run(const Configuration& fresh);
  std::optional<ReconfiguredProperty> apply(const Property& property, const Configuration& fresh);

  const Clock& clock_;
  const Reload reload_;
  const std::vector<Property> properties_;

  mutable std::mutex mutex_;
  Configuration configuration_;   // guarded by mutex_, like all below
  ReconfigurationStatus status_;  // of the task that runs, else of the last
  bool running_ = false;
  bool stopped_ = false;
  std::thread task_;
};

// What Java's Integer.parseInt and Long.parseLong take; kIllegalArgument in their words.
Result<std::int64_t> parse_java_int(std::string_view text);
Result<std::int64_t> parse_java_long(std::string_view text);

}  // namespace mammoth
