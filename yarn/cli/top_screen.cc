#include "yarn/cli/top_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "common/protocol/yarn/application.pb.h"
#include "common/protocol/yarn/queue.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

const std::array<TopColumn, kTopColumns> kTopColumnTable{{
    {'a', "APPLICATIONID", 31, "Application Id", true},
    {'u', "USER", -10, "Username", true},
    {'t', "TYPE", 10, "Application type", true},
    {'q', "QUEUE", 10, "Application queue", true},
    {'l', "PRIOR", 5, "Application priority"},
    {'c', "#CONT", 7, "Number of containers"},
    {'r', "#RCONT", 7, "Number of reserved containers"},
    {'v', "VCORES", 7, "Allocated vcores"},
    {'o', "RVCORES", 7, "Reserved vcores"},
    {'m', "MEM", 7, "Allocated memory"},
    {'w', "RMEM", 7, "Reserved memory"},
    {'s', "VCORESECS", 10, "Vcore seconds"},
    {'y', "MEMSECS", 10, "Memory seconds(in GBseconds)"},
    {'p', "%PROGR", 6, "Progress(percentage)"},
    {'i', "TIME", 10, "Running time"},
    {'n', "NAME", 0, "Application name", true},
}};

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kGigabyte = 1024;  // in MiB

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string cell(const TopColumn& column, std::string_view text) {
  return column.width < 0 ? fmt::format("{:<{}}", text, -column.width)
                          : fmt::format("{:>{}}", text, column.width);
}

// The line, which ends it, cut to the screen.
std::string cut(std::string line, int columns) {
  if (static_cast<int>(line.size()) <= columns) return line;
  return line.substr(0, static_cast<std::size_t>(std::max(columns, 1)) - 1) + "\n";
}

std::string gigabytes(std::int64_t mb) {
  return fmt::format("{}G", mb / kGigabyte);
}

std::string amounts_line(std::string_view what, const TopTotals::Amounts& it, std::int64_t unit) {
  return fmt::format("Queue(s) {}: {} available, {} allocated, {} pending, {} reserved\n", what,
                     it.available / unit, it.allocated / unit, it.pending / unit,
                     it.reserved / unit);
}

// The columns in the order of their letters, each behind what `mark` says of it.
template <class Mark>
std::string menu(const std::string& clear_line, Mark mark) {
  std::vector<std::size_t> order(kTopColumns);
  for (std::size_t i = 0; i < kTopColumns; ++i) order[i] = i;
  std::ranges::sort(order, {}, [](std::size_t i) { return kTopColumnTable[i].key; });
  std::string text;
  for (const std::size_t i : order)
    text += fmt::format("{}{}: {:<15} = {}\n", clear_line, mark(i), kTopColumnTable[i].header,
                        kTopColumnTable[i].description);
  return text;
}

}  // namespace

std::size_t top_column(std::string_view key) {
  if (key.size() != 1) return kTopColumns;
  const char letter = static_cast<char>(std::tolower(static_cast<unsigned char>(key[0])));
  return static_cast<std::size_t>(std::ranges::find(kTopColumnTable, letter, &TopColumn::key) -
                                  kTopColumnTable.begin());
}

TopRow top_row(const wire::ApplicationReportProto& it, std::int64_t now_ms) {
  const auto& use = it.app_resource_usage();
  const std::int64_t ran_ms = now_ms - it.starttime();
  const double progress = static_cast<double>(it.progress() * 100);
  TopRow row;
  row.shown = {yarn_tokens::id_text(it.applicationid()),
               it.user(),
               lower(it.applicationtype()),
               it.queue(),
               fmt::format("{}", it.priority().priority()),
               fmt::format("{}", use.num_used_containers()),
               fmt::format("{}", use.num_reserved_containers()),
               fmt::format("{}", use.used_resources().virtual_cores()),
               fmt::format("{}", use.reserved_resources().virtual_cores()),
               gigabytes(use.used_resources().memory()),
               gigabytes(use.reserved_resources().memory()),
               fmt::format("{}", use.vcore_seconds()),
               fmt::format("{}", use.memory_seconds() / kGigabyte),
               fmt::format("{:.2f}", progress),
               fmt::format("{:02}:{:02}:{:02}", ran_ms / (24 * 60 * kMinuteMs),
                           ran_ms / (60 * kMinuteMs) % 24, ran_ms / kMinuteMs % 60),
               it.name()};
  const auto number = [](std::int64_t value) { return static_cast<double>(value); };
  row.amounts = {0,
                 0,
                 0,
                 0,
                 number(it.priority().priority()),
                 number(use.num_used_containers()),
                 number(use.num_reserved_containers()),
                 number(use.used_resources().virtual_cores()),
                 number(use.reserved_resources().virtual_cores()),
                 number(use.used_resources().memory() / kGigabyte),
                 number(use.reserved_resources().memory() / kGigabyte),
                 number(use.vcore_seconds()),
                 number(use.memory_seconds() / kGigabyte),
                 progress,
                 number(ran_ms),
                 0};
  return row;
}

void TopTotals::add(const wire::QueueStatisticsProto& it) {
  submitted += it.numappssubmitted();
  running += it.numappsrunning();
  pending += it.numappspending();
  completed += it.numappscompleted();
  killed += it.numappskilled();
  failed += it.numappsfailed();
  users += it.numactiveusers();
  memory_mb.available += it.availablememorymb();
  memory_mb.allocated += it.allocatedmemorymb();
  memory_mb.pending += it.pendingmemorymb();
  memory_mb.reserved += it.reservedmemorymb();
  vcores.available += it.availablevcores();
  vcores.allocated += it.allocatedvcores();
  vcores.pending += it.pendingvcores();
  vcores.reserved += it.reservedvcores();
  containers.allocated += it.allocatedcontainers();
  containers.pending += it.pendingcontainers();
  containers.reserved += it.reservedcontainers();
}

std::string TopScreen::header(const wire::YarnClusterMetricsProto& nodes, const TopTotals& totals,
                              const std::string& queues, std::int64_t now_ms,
                              std::int64_t up_ms) const {
  const std::array lines{
      fmt::format("YARN top - {}, up {}d, {}:{}, {} active users, queue(s): {}\n",
                  time_text(now_ms, "%H:%M:%S"), up_ms / (24 * 60 * kMinuteMs),
                  up_ms / (60 * kMinuteMs) % 24, up_ms / kMinuteMs % 60, totals.users, queues),
      fmt::format("NodeManager(s): {} total, {} active, {} unhealthy, {} decommissioning, {} "
                  "decommissioned, {} lost, {} rebooted, {} shutdown\n",
                  nodes.num_node_managers(), nodes.num_active_nms(), nodes.num_unhealthy_nms(),
                  nodes.num_decommissioning_nms(), nodes.num_decommissioned_nms(),
                  nodes.num_lost_nms(), nodes.num_rebooted_nms(), nodes.num_shutdown_nms()),
      fmt::format("Queue(s) Applications: {} running, {} submitted, {} pending, {} completed, {} "
                  "killed, {} failed\n",
                  totals.running, totals.submitted, totals.pending, totals.completed, totals.killed,
                  totals.failed),
      amounts_line("Mem(GB)", totals.memory_mb, kGigabyte),
      amounts_line("VCores", totals.vcores, 1),
      fmt::format("Queue(s) Containers: {} allocated, {} pending, {} reserved\n",
                  totals.containers.allocated, totals.containers.pending,
                  totals.containers.reserved)};
  std::string text;
  for (const std::string& line : lines) text += clear_line + cut(line, columns);
  return text;
}

std::string TopScreen::table(const std::vector<TopRow>& applications) const {
  const TopColumn& by = kTopColumnTable[sorted_by];
  const auto before = [&](const TopRow& a, const TopRow& b) {
    return by.is_text ? a.shown[sorted_by] < b.shown[sorted_by]
                      : a.amounts[sorted_by] < b.amounts[sorted_by];
  };
  std::vector<const TopRow*> order;  // equal ones stay in theirs: pointers into one vector
  for (const TopRow& it : applications) order.push_back(&it);
  std::ranges::sort(order, [&](const TopRow* a, const TopRow* b) {
    if (before(*a, *b)) return ascending;
    if (before(*b, *a)) return !ascending;
    return a < b;
  });
  const auto joined = [&](auto value) {
    std::string line;
    for (std::size_t i = 0; i < kTopColumns; ++i)
      if (displayed[i]) line += (line.empty() ? "" : " ") + cell(kTopColumnTable[i], value(i));
    return line;
  };
  std::string head = joined([](std::size_t i) { return kTopColumnTable[i].header; });
  head.resize(static_cast<std::size_t>(std::max(columns - 1, 0)), ' ');
  std::string text = clear_line + highlight + head + "\n" + normal;
  constexpr int kOtherLines = 9;
  for (int i = 0; i < rows - kOtherLines; ++i) {
    text += clear_line;
    const auto at = static_cast<std::size_t>(i);
    text += at < order.size()
                ? cut(joined([&](std::size_t k) { return order[at]->shown[k]; }) + "\n", columns)
                : "\n";
  }
  return text;
}

std::string TopScreen::sort_menu() const {
  const std::string key(1, kTopColumnTable[sorted_by].key);
  return fmt::format(
             "{0}Current Sort Field: {1}\n"
             "{0}Letter and Enter sort by another field, anything else and Enter goes back\n{0}\n",
             clear_line, key) +
         menu(clear_line, [&](std::size_t i) {
           return fmt::format("{} {}", i == sorted_by ? '*' : ' ', kTopColumnTable[i].key);
         });
}

std::string TopScreen::column_menu() const {
  return fmt::format(
             "{0}Current Fields: \n"
             "{0}Letter and Enter show or hide a field, anything else and Enter goes back\n",
             clear_line) +
         menu(clear_line, [&](std::size_t i) {
           const char key = kTopColumnTable[i].key;
           return displayed[i] ? fmt::format("* {}", static_cast<char>(std::toupper(
                                                         static_cast<unsigned char>(key))))
                               : fmt::format("  {}", key);
         });
}

}  // namespace mammoth::yarn
