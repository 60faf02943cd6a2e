#include "spark-core/plan/csv.h"

namespace mammoth::spark {

std::vector<std::string> split_csv_line(std::string_view line, const CsvOptions& options) {
  std::vector<std::string> values(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    std::string& value = values.back();
    const bool doubled = c == options.quote && i + 1 < line.size() && line[i + 1] == options.quote;
    if (quoted && (doubled || (c == options.escape && i + 1 < line.size()))) {
      value += line[++i];
    } else if (c == options.quote && (quoted || value.empty())) {
      quoted = !quoted;
    } else if (c == options.sep && !quoted) {
      values.emplace_back();
    } else {
      value += c;
    }
  }
  if (quoted)
    throw std::invalid_argument("Malformed CSV record: " + std::string(line) +
                                " (a quote is not closed)");
  return values;
}

}  // namespace mammoth::spark
