#include "common/http/stacks_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace mammoth::http {

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

// "Name:\tvalue" of /proc/…/status.
std::string status_field(const std::string& status, const std::string& name) {
  const std::size_t at = status.find("\n" + name + ":");
  if (at == std::string::npos) return "?";
  const std::size_t begin = status.find_first_not_of(" \t", at + name.size() + 2);
  if (begin == std::string::npos) return "?";
  return status.substr(begin, status.find('\n', begin) - begin);
}

// As Java calls them.
std::string_view state_name(const std::string& state) {
  switch (state.empty() ? '?' : state[0]) {
    case 'R':
      return "RUNNABLE";
    case 'S':
      return "WAITING";
    case 'D':
      return "BLOCKED";
    default:
      return "TERMINATED";
  }
}

std::vector<int> thread_ids() {
  std::vector<int> ids;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", gone)) {
    const std::string name = entry.path().filename();
    int id = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), id).ec == std::errc())
      ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

Response stacks_page() {
  const std::vector<int> ids = thread_ids();
  std::string text = fmt::format("Process Thread Dump: \n{} active threads\n", ids.size());
  for (const int id : ids) {
    const std::filesystem::path folder = fmt::format("/proc/self/task/{}", id);
    const std::string status = "\n" + text_of(folder / "status");
    const std::string wait = text_of(folder / "wchan");
    text += fmt::format("Thread {} ({}):\n  State: {}\n", id, text_of(folder / "comm"),
                        state_name(status_field(status, "State")));
    text += fmt::format("  Blocked count: {}\n  Waited count: {}\n",
                        status_field(status, "nonvoluntary_ctxt_switches"),
                        status_field(status, "voluntary_ctxt_switches"));
    text += fmt::format("  Stack:\n    {}\n", wait.empty() || wait == "0" ? "-" : wait);
  }
  return {.headers = {{"Content-Type", "text/plain; charset=UTF-8"}}, .body = std::move(text)};
}

}  // namespace mammoth::http
