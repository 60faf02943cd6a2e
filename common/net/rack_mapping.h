// Racks of hosts, as the operator wrote them down (Hadoop: CachedDNSToSwitchMapping over
// ScriptBasedMapping and TableMapping).
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "common/base/result.h"
#include "common/config/configuration.h"

namespace mammoth {

// The rack of each host that the file names; none for an empty file name. A host and its rack stand
// on each line, # begins a comment. kIo where it cannot be read, kIllegalArgument for another line.
Result<std::map<std::string, std::string>> read_rack_table(const std::string& file_name);

// Thread-safe.
class RackMapping {
 public:
  static constexpr const char* kDefaultRack = "/default-rack";

  // net.topology.script.file.name, else net.topology.table.file.name, see read_rack_table().
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
