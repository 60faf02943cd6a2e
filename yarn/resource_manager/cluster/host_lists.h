// Which machines may be NodeManagers: the include and the exclude list (Hadoop: NodesListManager).
#pragma once

#include <set>
#include <string>

namespace mammoth::yarn {

struct HostLists {
  std::set<std::string> include{};  // empty: everybody
  std::set<std::string> exclude{};

  bool allows(const std::string& host) const {
    return (include.empty() || include.contains(host)) && !exclude.contains(host);
  }
};

}  // namespace mammoth::yarn
