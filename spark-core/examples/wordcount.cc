// How often each word occurs, the most frequent first; words are what white space separates.
//
//   spark-submit --class wordcount libspark-examples.so IN OUT
//
// IN: text files. OUT: lines "(word,count)".

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int wordcount(int argc, char** argv) {
  if (argc != 3) return examples::usage("wordcount IN OUT");
  SparkContext sc(SparkConf().setAppName("Word Count"));
  sc.textFile(argv[1])
      .flatMap([](std::string_view line, auto& out) { examples::for_each_word(line, out); })
      .map([](std::string_view word) { return std::pair(word, std::int64_t{1}); })
      .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; })
      .sortBy([](const auto& counted) { return counted.second; }, false)
      .saveAsTextFile(argv[2]);
  return 0;
}
