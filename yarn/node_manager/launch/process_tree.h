// How much memory a process and all that came from it use, as /proc tells (Hadoop:
// ProcfsBasedProcessTree).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mammoth::yarn::node {

struct ProcessFigures {
  int pid = 0;
  int parent = 0;
  int group = 0;
  int session = 0;
  std::string name{};
  std::int64_t user_ms = 0;
  std::int64_t system_ms = 0;
  std::int64_t virtual_bytes = 0;
  std::int64_t resident_pages = 0;
};

// One line of /proc/PID/stat; false when it is not one.
bool parse_process_line(const std::string& line, ProcessFigures& figures);

// Every process of the machine at one time.
class ProcessTable {
 public:
  static ProcessTable read(const std::string& root = "/proc");
  explicit ProcessTable(std::map<int, ProcessFigures> processes)
      : processes_(std::move(processes)) {}

  // `leader` and its descendants, and who is in its session.
  std::vector<ProcessFigures> tree(int leader) const;

 private:
  std::map<int, ProcessFigures> processes_;
};

struct MemoryUse {
  std::int64_t physical_bytes = 0;
  std::int64_t virtual_bytes = 0;
};
MemoryUse sum_of(const std::vector<ProcessFigures>& tree);

// Hadoop's text of a container that is killed for its use of memory.
struct ExcessReport {
  std::string container;
  int pid = 0;
  bool physical = true;
  MemoryUse use{};
  std::int64_t physical_limit_bytes = 0;
  std::int64_t virtual_limit_bytes = 0;
};
std::string excess_text(const ExcessReport& report, const std::vector<ProcessFigures>& tree);

}  // namespace mammoth::yarn::node
