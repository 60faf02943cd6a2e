// K centres of a cloud of points, by Lloyd's iteration.
//
//   spark-submit --class kmeans libspark-examples.so spark-core/examples/data/points.txt 3 20
//
// IN: a point a line, numbers separated by blanks. The first centres are points far from one another
// (the first point, then always the one that is farthest from all centres), so the answer does not
// depend on chance. Ends when no centre moves, or after ITERATIONS. Prints "center<tab>(x, y, ...)"
// for each and "WSSSE<tab>sum" of the squared distances, 20.6748 for the file above.

#include <algorithm>
#include <cmath>

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

namespace {

using Point = std::vector<double>;
using Centres = std::vector<Point>;

double squared_distance(const Point& a, const Point& b) {
  if (a.size() != b.size()) throw std::invalid_argument("points of different dimensions");
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// The nearest centre and how far it is, squared.
std::pair<std::size_t, double> nearest(const Centres& centres, const Point& point) {
  std::pair<std::size_t, double> best(0, INFINITY);
  for (std::size_t i = 0; i < centres.size(); ++i)
    if (const double distance = squared_distance(centres[i], point); distance < best.second)
      best = {i, distance};
  return best;
}

struct Sum {
  Point total{};
  std::int64_t points = 0;
};

void add(Sum& sum, const Point& point, std::int64_t points) {
  if (sum.total.empty()) sum.total.resize(point.size());
  for (std::size_t i = 0; i < point.size(); ++i) sum.total[i] += point[i];
  sum.points += points;
}

// The sums of a partition's points, centre by centre.
std::vector<std::pair<std::size_t, Sum>> sums(Iterator<Point>& points, const Centres& centres) {
  std::vector<std::pair<std::size_t, Sum>> all;
  for (std::size_t i = 0; i < centres.size(); ++i) all.emplace_back(i, Sum{});
  for (const Point& point : points) add(all[nearest(centres, point).first].second, point, 1);
  std::erase_if(all, [](const auto& each) { return each.second.points == 0; });
  return all;
}

Centres far_apart(SparkContext& sc, const RDD<Point>& points, std::size_t k) {
  Centres centres{points.first()};
  while (centres.size() < k) {
    const auto known = sc.broadcast(centres);
    centres.push_back(
        points
            .map([known](const Point& point) {
              return std::pair(nearest(known.value(), point).second, point);
            })
            .max()
            .second);
    sc.destroy(known);
  }
  return centres;
}

// Moves the centres to the middle of their points; whether one moved.
bool improve(SparkContext& sc, const RDD<Point>& points, Centres& centres) {
  const auto known = sc.broadcast(centres);
  const auto found =
      points.mapPartitions([known](Iterator<Point>& each) { return sums(each, known.value()); })
          .reduceByKey([](Sum a, const Sum& b) {
            add(a, b.total, b.points);
            return a;
          })
          .collect();
  sc.destroy(known);
  double moved = 0;
  for (const auto& [index, sum] : found) {
    Point middle = sum.total;
    for (double& x : middle) x /= static_cast<double>(sum.points);
    moved += squared_distance(middle, centres[index]);
    centres[index] = std::move(middle);
  }
  return moved > 0;
}

}  // namespace

extern "C" [[gnu::visibility("default")]] int kmeans(int argc, char** argv) {
  if (argc != 4) return examples::usage("kmeans IN K ITERATIONS");
  const auto k = examples::number<std::size_t>(argv[2]);
  SparkContext sc(SparkConf().setAppName("KMeans"));
  const auto points = sc.textFile(argv[1])
                          .filter([](std::string_view line) { return !line.empty(); })
                          .map([](std::string_view line) {
                            Point point;
                            examples::for_each_word(line, [&](std::string_view word) {
                              point.push_back(examples::number<double>(word));
                            });
                            return point;
                          })
                          .cache();
  Centres centres = far_apart(sc, points, k);
  for (int left = examples::number<int>(argv[3]); left > 0 && improve(sc, points, centres);) --left;
  const auto known = sc.broadcast(centres);
  const double error =
      points.map([known](const Point& point) { return nearest(known.value(), point).second; })
          .reduce([](double a, double b) { return a + b; });
  std::sort(centres.begin(), centres.end());
  for (const Point& centre : centres) {
    std::printf("center\t(");
    for (std::size_t i = 0; i < centre.size(); ++i)
      std::printf(i == 0 ? "%.6g" : ", %.6g", centre[i]);
    std::printf(")\n");
  }
  std::printf("WSSSE\t%.6g\n", error);
  return 0;
}
