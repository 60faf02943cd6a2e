// Racks of hosts, as the operator wrote them down (Hadoop: CachedDNSToSwitchMapping over
// ScriptBasedMapping and TableMapping).
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "common/base/result.h"
#include "common/config/configuration.h"

namespace mammoth {

// Thread-safe.
class RackMapping {
 public:
  static constexpr const char* kDefaultRack = "/default-rack";

  // net.topology.script.file.name, else net.topology.table.file.name. kIo for a table that cannot
  // be read, kIllegalArgument for a line in it that is not "HOST /RACK".
  static Result<RackMapping> read(const Configuration& configuration);
  RackMapping(RackMapping&& other) noexcept
      : script_(std::move(other.script_)), racks_(std::move(other.racks_)) {}

  // May wait for the script, for 30 s at most; what it said is remembered. kDefaultRack for hosts
  // that nobody has put elsewhere, and where the script fails (then it is asked again).
  std::string rack_of(const std::string& host) const;

 private:
  RackMapping() = default;
  std::string ask_script(const std::string& host) const;

  std::string script_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::string> racks_;  // guarded by mutex_
};

}  // namespace mammoth
