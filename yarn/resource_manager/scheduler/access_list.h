// Who may: Hadoop's AccessControlList, written "user1,user2 group1,group2". "*" is everybody, a
// blank nobody. A value; const members are safe from several threads.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mammoth::yarn {

// A caller whose name and groups somebody else has found out.
struct Caller {
  std::string user;
  std::vector<std::string> groups{};
};

class AccessList {
 public:
  AccessList() = default;  // nobody
  explicit AccessList(std::string_view text);
  bool allows(const Caller& caller) const;
  std::string text() const;  // that the constructor takes

 private:
  bool everybody_ = false;
  std::set<std::string, std::less<>> users_;
  std::set<std::string, std::less<>> groups_;
};

}  // namespace mammoth::yarn
