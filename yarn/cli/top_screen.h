// What `yarn top` shows (Hadoop: TopCLI): six lines about the cluster, the applications below in
// columns that can be chosen and sorted by. Plain values and functions; no terminal.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hadoop::yarn {
class ApplicationReportProto;
class QueueStatisticsProto;
class YarnClusterMetricsProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

namespace wire = ::hadoop::yarn;

inline constexpr std::size_t kTopColumns = 16;

struct TopColumn {
  char key;
  std::string_view header;
  int width;  // below 0: on the left
  std::string_view description;
  bool is_text = false;
};
extern const std::array<TopColumn, kTopColumns> kTopColumnTable;
// Of the column with that letter, small or large; kTopColumns if there is none.
std::size_t top_column(std::string_view key);

struct TopRow {
  std::array<std::string, kTopColumns> shown;
  std::array<double, kTopColumns> amounts{};
};
TopRow top_row(const wire::ApplicationReportProto& report, std::int64_t now_ms);

struct TopTotals {  // of the queues that are looked at
  std::int64_t submitted = 0, running = 0, pending = 0, completed = 0, killed = 0, failed = 0;
  std::int64_t users = 0;
  struct Amounts {
    std::int64_t available = 0, allocated = 0, pending = 0, reserved = 0;
  };
  Amounts memory_mb, vcores, containers;
  void add(const wire::QueueStatisticsProto& statistics);
};

struct TopScreen {
  int columns = 80;
  int rows = 24;
  std::string clear_line{};
  std::string highlight{}, normal{};
  std::array<bool, kTopColumns> displayed;
  std::size_t sorted_by = 5;  // containers
  bool ascending = false;

  TopScreen() { displayed.fill(true); }
  // `up_ms`: since the ResourceManager's start.
  std::string header(const wire::YarnClusterMetricsProto& nodes, const TopTotals& totals,
                     const std::string& queues, std::int64_t now_ms, std::int64_t up_ms) const;
  std::string table(const std::vector<TopRow>& applications) const;
  // The columns with their letters; those that are not marked are not sorted by, or not shown.
  std::string sort_menu() const;
  std::string column_menu() const;
};

}  // namespace mammoth::yarn
