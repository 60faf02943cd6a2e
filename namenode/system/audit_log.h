// The audit log: one line for each call that touched the namespace (Hadoop: FSNamesystem's
// DefaultAuditLogger). Written to the daemon's log under the component FSNamesystem.audit:
//
//   allowed=true<TAB>ugi=alice
//   (auth:SIMPLE)<TAB>ip=/10.0.0.7<TAB>cmd=create<TAB>src=/f<TAB>dst=null
//       <TAB>perm=alice:staff:rw-r--r--<TAB>proto=rpc<TAB>callerContext=CLI
//
// A call that was carried out is allowed=true, one refused for lack of rights allowed=false; calls
// that failed for other reasons leave no line, as in Hadoop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "namenode/system/caller.h"

namespace mammoth::namenode {

// What `perm=` shows: the object after the call.
struct AuditStatus {
  std::string owner;
  std::string group;
  std::uint16_t permission = 0;
};

struct AuditEvent {
  std::string_view command{};  // Hadoop's name of the operation, e.g. getfileinfo; empty: no line
  std::string_view source{};
  std::string_view destination{};
  std::optional<AuditStatus> status{};
  bool done = true;  // of a call without error: whether it found something to do
};

// The text of a line. An empty source or destination reads null.
std::string format_audit_event(const Caller& caller, const AuditEvent& event, bool allowed);

// Thread-safe; costs nothing when off.
class AuditLog {
 public:
  explicit AuditLog(bool enabled) : enabled_(enabled) {}
  bool enabled() const { return enabled_; }
  void write(const Caller& caller, const AuditEvent& event, bool allowed) const;

  // The line that `result` deserves, if any.
  template <class T>
  void record(const Caller& caller, const AuditEvent& event, const Result<T>& result) const {
    if (!enabled_ || event.command.empty()) return;
    if (result && event.done) write(caller, event, true);
    if (!result && result.error().code == ErrorCode::kAccessDenied) write(caller, event, false);
  }

 private:
  const bool enabled_;
};

}  // namespace mammoth::namenode
