// Logistic regression by gradient descent: points stay cached, each iteration is one job that adds up
// the gradient.
//
//   spark-submit --class logistic libspark-examples.so spark-core/examples/data/labelled.txt 100
//
// IN: "label index:value ..." (LIBSVM), label 0 or 1, indexes from 1. Prints how many of the points
// the model puts on the right side, and the weights; "right<tab>58 of 60" for the file above.

#include <cmath>

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

namespace {

struct Example {
  double label = 0;  // -1 or 1
  std::vector<std::int32_t> indexes{};
  std::vector<double> values{};
};
using Weights = std::vector<double>;

Example parse(std::string_view line) {
  Example example;
  examples::for_each_word(line, [&](std::string_view word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) {
      example.label = examples::number<double>(word) > 0 ? 1 : -1;
      return;
    }
    example.indexes.push_back(examples::number<std::int32_t>(word.substr(0, colon)) - 1);
    example.values.push_back(examples::number<double>(word.substr(colon + 1)));
    if (example.indexes.back() < 0) throw std::invalid_argument("indexes begin with 1");
  });
  return example;
}

double margin(const Example& example, const Weights& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < example.indexes.size(); ++i)
    sum += weights[static_cast<std::size_t>(example.indexes[i])] * example.values[i];
  return sum;
}

// The gradient of the logarithmic loss over a partition.
std::vector<Weights> gradient(Iterator<Example>& part, const Weights& weights) {
  Weights sum(weights.size());
  for (const Example& example : part) {
    const double y = example.label;
    const double scale = (1 / (1 + std::exp(-y * margin(example, weights))) - 1) * y;
    for (std::size_t i = 0; i < example.indexes.size(); ++i)
      sum[static_cast<std::size_t>(example.indexes[i])] += scale * example.values[i];
  }
  return {sum};
}

Weights plus(Weights a, const Weights& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

// Features and the largest value of any.
std::pair<std::int32_t, double> extent(const RDD<Example>& points) {
  return points
      .map([](const Example& example) {
        std::pair<std::int32_t, double> most(0, 0);
        for (std::size_t i = 0; i < example.indexes.size(); ++i)
          most = {std::max(most.first, example.indexes[i] + 1),
                  std::max(most.second, std::abs(example.values[i]))};
        return most;
      })
      .reduce([](std::pair<std::int32_t, double> a, std::pair<std::int32_t, double> b) {
        return std::pair(std::max(a.first, b.first), std::max(a.second, b.second));
      });
}

}  // namespace

extern "C" [[gnu::visibility("default")]] int logistic(int argc, char** argv) {
  if (argc != 3) return examples::usage("logistic IN ITERATIONS");
  SparkContext sc(SparkConf().setAppName("Logistic Regression"));
  const auto points = sc.textFile(argv[1])
                          .filter([](std::string_view line) { return !line.empty(); })
                          .map([](std::string_view line) { return parse(line); })
                          .cache();
  const auto [features, largest] = extent(points);
  const auto count = static_cast<double>(points.count());
  Weights weights(static_cast<std::size_t>(features));
  for (int left = examples::number<int>(argv[2]); left > 0; --left) {
    const auto known = sc.broadcast(weights);
    const Weights sum =
        points.mapPartitions([known](Iterator<Example>& part) { return gradient(part, *known); })
            .reduce([](Weights a, const Weights& b) { return plus(std::move(a), b); });
    sc.destroy(known);
    for (std::size_t i = 0; i < weights.size(); ++i)
      weights[i] -= sum[i] / count / (largest * largest);
  }
  const auto known = sc.broadcast(weights);
  const auto right = points
                         .filter([known](const Example& example) {
                           return margin(example, *known) * example.label > 0;
                         })
                         .count();
  std::printf("right\t%lld of %.0f\nweights", static_cast<long long>(right), count);
  for (const double weight : weights) std::printf("\t%.6f", weight);
  std::printf("\n");
  return 0;
}
