// The lowest temperature of each weather station in a year.
//
//   spark-submit --class mintemp libspark-examples.so 1800.csv
//
// IN: NOAA's GHCN daily records, "station,date,element,value,..." with TMIN in tenths of a degree.
// Prints a line a station, by name: "ITE00100554<tab>-148<tab>-14.8C<tab>5.36F" for the year 1800.

#include <charconv>

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int mintemp(int argc, char** argv) {
  if (argc != 2) return examples::usage("mintemp IN");
  SparkContext sc(SparkConf().setAppName("Minimum Temperatures"));
  const auto lowest =
      sc.textFile(argv[1])
          .filter(
              [](std::string_view line) { return line.find(",TMIN,") != std::string_view::npos; })
          .map([](std::string_view line) {
            const auto fields = examples::split(line, ',');
            int value = 0;
            std::from_chars(fields[3].data(), fields[3].data() + fields[3].size(), value);
            return std::pair(fields[0], value);
          })
          .reduceByKey([](int a, int b) { return a < b ? a : b; })
          .sortByKey();
  for (const auto& [station, value] : lowest.collect())
    std::printf("%s\t%d\t%.1fC\t%.2fF\n", station.c_str(), value, value * 0.1,
                value * 0.1 * 9 / 5 + 32);
  return 0;
}
