#include "namenode/system/audit_log.h"

#include <fmt/format.h>

#include <iterator>

#include "common/base/log.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

namespace {

// A path may hold line ends and tabs, and they must not forge entries (Hadoop: escapeJava).
void append_escaped(std::string& line, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
      line += "\\n";
    else if (c == '\t')
      line += "\\t";
    else if (c == '\r')
      line += "\\r";
    else if (c == '\\' || c == '"')
      line += '\\', line += c;
    else if (byte < 0x20)
      fmt::format_to(std::back_inserter(line), "\\u{:04X}", byte);
    else
      line += c;
  }
}

void append_path(std::string& line, std::string_view path) {
  if (path.empty())
    line += "null";
  else
    append_escaped(line, path);
}

}  // namespace

std::string format_audit_event(const Caller& caller, const AuditEvent& event, bool allowed) {
  std::string line = fmt::format("allowed={}\tugi=", allowed);
  append_escaped(line, caller.user);
  if (caller.real_user.empty()) {
    line += " (auth:SIMPLE)";
  } else {
    line += " (auth:PROXY) via ";
    append_escaped(line, caller.real_user);
    line += " (auth:SIMPLE)";
  }
  fmt::format_to(std::back_inserter(line), "\tip=/{}\tcmd={}\tsrc=", caller.remote_address,
                 event.command);
  append_path(line, event.source);
  line += "\tdst=";
  append_path(line, event.destination);
  if (event.status)
    fmt::format_to(std::back_inserter(line), "\tperm={}:{}:{}", event.status->owner,
                   event.status->group, mode_text(event.status->permission));
  else
    line += "\tperm=null";
  line += "\tproto=rpc";
  if (!caller.caller_context.empty()) {
    line += "\tcallerContext=";
    append_escaped(line, std::string_view(caller.caller_context).substr(0, 128));
  }
  return line;
}

void AuditLog::write(const Caller& caller, const AuditEvent& event, bool allowed) const {
  log::write(log::Level::kInfo, "FSNamesystem.audit", format_audit_event(caller, event, allowed));
}

}  // namespace mammoth::namenode
