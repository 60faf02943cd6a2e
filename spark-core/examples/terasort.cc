// TeraSort: sorts records of 100 bytes by their first ten.
//
//   spark-submit --class terasort libspark-examples.so IN OUT [PARTITIONS]
//
// IN: what `hadoop jar libmapreduce-examples.so teragen` makes. OUT: files whose names are in the
// order of their records; `teravalidate` confirms it.

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int terasort(int argc, char** argv) {
  if (argc != 3 && argc != 4) return examples::usage("terasort IN OUT [PARTITIONS]");
  SparkContext sc(SparkConf().setAppName("TeraSort"));
  constexpr std::size_t kKeyBytes = 10, kRecordBytes = 100;
  sc.binaryRecords(argv[1], kRecordBytes)
      .map([](std::string_view record) {
        return std::pair(record.substr(0, kKeyBytes), record.substr(kKeyBytes));
      })
      .sortByKey(true, argc == 4 ? examples::number<int>(argv[3]) : 0)
      .map([](const auto& record) { return record.first + record.second; })
      .saveAsBinaryRecords(argv[2]);
  return 0;
}
