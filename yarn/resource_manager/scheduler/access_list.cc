#include "yarn/resource_manager/scheduler/access_list.h"

#include <algorithm>

namespace mammoth::yarn {

namespace {
void split(std::string_view text, std::set<std::string, std::less<>>& into) {
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view name = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) into.emplace(name);
  }
}
}  // namespace

AccessList::AccessList(std::string_view text)
    : everybody_(text.find('*') != std::string_view::npos) {
  if (everybody_) return;
  const std::size_t blank = std::min(text.find(' '), text.size());
  split(text.substr(0, blank), users_);
  split(text.substr(blank), groups_);
}

bool AccessList::allows(const Caller& caller) const {
  if (everybody_ || users_.contains(caller.user)) return true;
  return std::ranges::any_of(caller.groups, [&](const auto& it) { return groups_.contains(it); });
}

std::string AccessList::text() const {
  if (everybody_) return "*";
  std::string text;
  for (const std::string& user : users_) text += (text.empty() ? "" : ",") + user;
  text += ' ';
  for (const std::string& group : groups_) text += (text.back() == ' ' ? "" : ",") + group;
  return text;
}

}  // namespace mammoth::yarn
