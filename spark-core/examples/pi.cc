// Pi, estimated by throwing darts at a square.
//
//   spark-submit --class pi libspark-examples.so [SLICES]
//
// Prints "Pi is roughly 3.14...". The darts are the same in every run.

#include <cstdlib>

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int pi(int argc, char** argv) {
  if (argc > 2) return examples::usage("pi [SLICES]");
  const int slices = argc == 2 ? std::atoi(argv[1]) : 2;
  if (slices <= 0) return examples::usage("pi [SLICES]");
  SparkContext sc(SparkConf().setAppName("Spark Pi"));
  const std::int64_t darts = std::int64_t{100000} * slices;
  const auto inside = sc.range(0, darts, 1, slices)
                          .map([](std::int64_t dart) {
                            const auto coordinate = [](std::uint64_t seed) {
                              return static_cast<double>(hash_of(seed) >> 11) * 0x1.0p-53 * 2 - 1;
                            };
                            const double x = coordinate(static_cast<std::uint64_t>(dart) * 2);
                            const double y = coordinate(static_cast<std::uint64_t>(dart) * 2 + 1);
                            return x * x + y * y <= 1 ? 1 : 0;
                          })
                          .reduce([](int a, int b) { return a + b; });
  std::printf("Pi is roughly %.5f\n", 4.0 * inside / static_cast<double>(darts));
  return 0;
}
