// SparkContext.csvFile and jsonFile: a record a line, as values, as a struct, or as a Json. Lines
// of nothing are left out; one that is malformed fails its task and is named (Spark: FAILFAST).
#pragma once

#include "spark-core/ops/filter.h"
#include "spark-core/ops/map.h"
#include "spark-core/ops/take.h"
#include "spark-core/plan/csv.h"
#include "spark-core/plan/json.h"

namespace mammoth::spark {

template <class T>
RDD<T> sc_csv_file(RDD<std::string_view> lines, const CsvOptions& options) {
  lines = lines.filter([](std::string_view line) { return !line.empty(); });
  if (options.header) {
    const std::vector<std::string> first = lines.take(1);
    lines =
        lines.filter([](std::string_view line, const std::string& names) { return line != names; },
                     first.empty() ? std::string() : first[0]);
  }
  return lines.map(
      [](std::string_view line, const CsvOptions& how) { return csv_record<T>(line, how); },
      options);
}

inline RDD<Json> sc_json_file(const RDD<std::string_view>& lines) {
  return lines.filter([](std::string_view line) { return !line.empty(); })
      .map([](std::string_view line) { return Json::parse(line); });
}

}  // namespace mammoth::spark
