#include "yarn/node_manager/launch/process_tree.h"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

namespace mammoth::yarn::node {

namespace {

std::string command_line_of(int pid) {
  std::ifstream file(fmt::format("/proc/{}/cmdline", pid), std::ios::binary);
  std::string text(4096, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  std::ranges::replace(text, '\0', ' ');
  return text;
}

// Hadoop: TraditionalBinaryPrefix with one digit, "151.0 MB", and none for a round number, "64 MB".
std::string in_words(std::int64_t bytes) {
  constexpr std::string_view kPrefixes = "KMGTPE";
  if (bytes < 1024) return fmt::format("{} B", bytes);
  std::int64_t unit = 1024;
  std::size_t prefix = 0;
  for (; bytes / unit >= 1024 && prefix + 1 < kPrefixes.size(); ++prefix) unit *= 1024;
  if (bytes % unit == 0) return fmt::format("{} {}B", bytes / unit, kPrefixes[prefix]);
  return fmt::format("{:.1f} {}B", static_cast<double>(bytes) / static_cast<double>(unit),
                     kPrefixes[prefix]);
}

std::int64_t milliseconds(std::int64_t ticks) {
  const std::int64_t per_second = std::max(1L, ::sysconf(_SC_CLK_TCK));
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 1000;
  return std::clamp<std::int64_t>(ticks, 0, kMost) * 1000 / per_second;
}

}  // namespace

bool parse_process_line(const std::string& line, ProcessFigures& figures) {
  const std::size_t open = line.find('(');
  const std::size_t close = line.rfind(')');  // the name may hold anything
  if (open == std::string::npos || close == std::string::npos || close < open) return false;
  figures.pid = std::atoi(line.c_str());
  figures.name = line.substr(open + 1, close - open - 1);
  std::istringstream rest(line.substr(close + 1));
  std::string state;
  std::int64_t skipped = 0;
  std::int64_t user_ticks = 0;
  std::int64_t system_ticks = 0;
  rest >> state >> figures.parent >> figures.group >> figures.session;
  for (int i = 0; i < 7; ++i) rest >> skipped;  // tty, its group, flags, four kinds of faults
  rest >> user_ticks >> system_ticks;
  for (int i = 0; i < 7; ++i) rest >> skipped;  // children's ticks, priorities, threads, start
  rest >> figures.virtual_bytes >> figures.resident_pages;
  if (rest.fail()) return false;
  figures.user_ms = milliseconds(user_ticks);
  figures.system_ms = milliseconds(system_ticks);
  return true;
}

ProcessTable ProcessTable::read(const std::string& root) {
  std::map<int, ProcessFigures> processes;
  DIR* directory = ::opendir(root.c_str());
  if (directory == nullptr) return ProcessTable({});
  while (const dirent* entry = ::readdir(directory)) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    std::ifstream file(fmt::format("{}/{}/stat", root, entry->d_name));
    std::string line;
    ProcessFigures figures;
    if (std::getline(file, line) && parse_process_line(line, figures))
      processes.emplace(figures.pid, figures);
  }
  ::closedir(directory);
  return ProcessTable(std::move(processes));
}

std::vector<ProcessFigures> ProcessTable::tree(int leader) const {
  std::set<int> members{leader};
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [pid, it] : processes_)
      if ((it.session == leader || members.contains(it.parent)) && members.insert(pid).second)
        grown = true;
  }
  std::vector<ProcessFigures> tree;
  for (const int pid : members)
    if (const auto found = processes_.find(pid); found != processes_.end())
      tree.push_back(found->second);
  return tree;
}

MemoryUse sum_of(const std::vector<ProcessFigures>& tree) {
  const std::int64_t page_bytes = ::sysconf(_SC_PAGESIZE);
  MemoryUse sum;
  for (const auto& it : tree) {
    sum.physical_bytes += it.resident_pages * page_bytes;
    sum.virtual_bytes += it.virtual_bytes;
  }
  return sum;
}

std::string excess_text(const ExcessReport& it, const std::vector<ProcessFigures>& tree) {
  const std::int64_t over = it.physical ? it.use.physical_bytes - it.physical_limit_bytes
                                        : it.use.virtual_bytes - it.virtual_limit_bytes;
  std::string text = fmt::format(
      "Container [pid={},containerID={}] is running {}B beyond the '{}' memory limit. Current "
      "usage: {} of {} physical memory used; {} of {} virtual memory used. Killing container.\n"
      "Dump of the process-tree for {} :\n\t|- PID PPID PGRPID SESSID CMD_NAME "
      "USER_MODE_TIME(MILLIS) SYSTEM_TIME(MILLIS) VMEM_USAGE(BYTES) RSSMEM_USAGE(PAGES) "
      "FULL_CMD_LINE\n",
      it.pid, it.container, over, it.physical ? "PHYSICAL" : "VIRTUAL",
      in_words(it.use.physical_bytes), in_words(it.physical_limit_bytes),
      in_words(it.use.virtual_bytes), in_words(it.virtual_limit_bytes), it.container);
  for (const auto& process : tree)
    text += fmt::format("\t|- {} {} {} {} ({}) {} {} {} {} {}\n", process.pid, process.parent,
                        process.group, process.session, process.name, process.user_ms,
                        process.system_ms, process.virtual_bytes, process.resident_pages,
                        command_line_of(process.pid));
  return text;
}

}  // namespace mammoth::yarn::node
