// Pipelines made by chance, run by the engine and by a model of plain vectors: whatever the engine
// does with partitions, batches and shuffles, the elements are the same. Shared by the unit test and
// by a job library that runs on clusters.
#pragma once

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "spark-core/api/spark.h"

namespace mammoth::spark {
namespace {

using Number = std::int64_t;
using Model = std::vector<Number>;
using Numbers = RDD<Number>;

struct Step {
  const char* name;
  Numbers (*run)(const Numbers& rdd, const Numbers& other, int n);
  Model (*model)(const Model& elements, const Model& other, int n);
};

Number key_of(Number x, int n) {
  return ((x % n) + n) % n;
}

std::map<Number, Model> grouped(const Model& elements, int n) {
  std::map<Number, Model> groups;
  for (const Number x : elements) groups[key_of(x, n)].push_back(x);
  return groups;
}

auto keyed(const Numbers& rdd, int n) {
  return rdd.map([n](Number x) { return std::pair<Number, Number>(((x % n) + n) % n, x); });
}

Numbers run_map(const Numbers& rdd, const Numbers&, int n) {
  return rdd.map([n](Number x) { return x * n + 1; });
}
Model model_map(const Model& elements, const Model&, int n) {
  Model result;
  for (const Number x : elements) result.push_back(x * n + 1);
  return result;
}

Numbers run_filter(const Numbers& rdd, const Numbers&, int n) {
  return rdd.filter([n](Number x) { return x % n != 0; });
}
Model model_filter(const Model& elements, const Model&, int n) {
  Model result;
  std::copy_if(elements.begin(), elements.end(), std::back_inserter(result),
               [n](Number x) { return x % n != 0; });
  return result;
}

Numbers run_flat_map(const Numbers& rdd, const Numbers&, int n) {
  return rdd.flatMap([n](Number x, Emitter<Number>& out) {
    for (int i = 0; i < n % 3; ++i) out(x + i);
  });
}
Model model_flat_map(const Model& elements, const Model&, int n) {
  Model result;
  for (const Number x : elements)
    for (int i = 0; i < n % 3; ++i) result.push_back(x + i);
  return result;
}

Numbers run_distinct(const Numbers& rdd, const Numbers&, int n) {
  return rdd.distinct(n);
}
Model model_distinct(const Model& elements, const Model&, int) {
  const std::set<Number> once(elements.begin(), elements.end());
  return {once.begin(), once.end()};
}

Numbers run_union(const Numbers& rdd, const Numbers& other, int) {
  return rdd.union_(other);
}
Model model_union(const Model& elements, const Model& other, int) {
  Model result = elements;
  result.insert(result.end(), other.begin(), other.end());
  return result;
}

Numbers run_intersection(const Numbers& rdd, const Numbers& other, int n) {
  return rdd.intersection(other, n);
}
Model model_intersection(const Model& elements, const Model& other, int) {
  const std::set<Number> a(elements.begin(), elements.end()), b(other.begin(), other.end());
  Model result;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

Numbers run_subtract(const Numbers& rdd, const Numbers& other, int) {
  return rdd.subtract(other);
}
Model model_subtract(const Model& elements, const Model& other, int) {
  const std::set<Number> gone(other.begin(), other.end());
  Model result;
  std::copy_if(elements.begin(), elements.end(), std::back_inserter(result),
               [&](Number x) { return !gone.contains(x); });
  return result;
}

Numbers run_reduce_by_key(const Numbers& rdd, const Numbers&, int n) {
  return keyed(rdd, n)
      .reduceByKey([](Number a, Number b) { return a + b; }, n)
      .map([](const auto& p) { return p.first * 7 + p.second; });
}
Model model_reduce_by_key(const Model& elements, const Model&, int n) {
  Model result;
  for (const auto& [key, group] : grouped(elements, n)) {
    Number sum = 0;
    for (const Number x : group) sum += x;
    result.push_back(key * 7 + sum);
  }
  return result;
}

Numbers run_group_by_key(const Numbers& rdd, const Numbers&, int n) {
  return keyed(rdd, n)
      .groupByKey()
      .mapValues([](const Model& group) { return static_cast<Number>(group.size()); })
      .map([](const auto& p) { return p.first * 100 + p.second; });
}
Model model_group_by_key(const Model& elements, const Model&, int n) {
  Model result;
  for (const auto& [key, group] : grouped(elements, n))
    result.push_back(key * 100 + static_cast<Number>(group.size()));
  return result;
}

Numbers run_join(const Numbers& rdd, const Numbers& other, int n) {
  return keyed(rdd, n + 5).distinct().join(keyed(other, n + 5), n).map([](const auto& p) {
    return p.first + p.second.first * 3 - p.second.second;
  });
}
Model model_join(const Model& elements, const Model& other, int n) {
  auto left = grouped(model_distinct(elements, {}, 0), n + 5), right = grouped(other, n + 5);
  Model result;
  for (const auto& [key, group] : left)
    for (const Number v : group)
      for (const Number w : right[key]) result.push_back(key + v * 3 - w);
  return result;
}

Numbers run_sort(const Numbers& rdd, const Numbers&, int n) {
  return rdd.sortBy([](Number x) { return -x; }, n % 2 == 0, n);
}
Numbers run_repartition(const Numbers& rdd, const Numbers&, int n) {
  return rdd.repartition(n);
}
Numbers run_coalesce(const Numbers& rdd, const Numbers&, int n) {
  return rdd.coalesce(n);
}
Numbers run_cache(const Numbers& rdd, const Numbers&, int n) {
  const Numbers kept = rdd.map([](Number x) { return x; });
  return kept.persist(n % 2 == 0 ? StorageLevel::MEMORY_ONLY : StorageLevel::MEMORY_AND_DISK_SER);
}
Numbers run_partitions(const Numbers& rdd, const Numbers&, int) {
  return rdd.mapPartitions([](Iterator<Number>& elements) {
    Model all;
    for (const Number x : elements) all.push_back(x);
    return all;
  });
}
Model model_same(const Model& elements, const Model&, int) {
  return elements;
}

constexpr Step kSteps[] = {
    {"map", &run_map, &model_map},
    {"filter", &run_filter, &model_filter},
    {"flatMap", &run_flat_map, &model_flat_map},
    {"distinct", &run_distinct, &model_distinct},
    {"union", &run_union, &model_union},
    {"intersection", &run_intersection, &model_intersection},
    {"subtract", &run_subtract, &model_subtract},
    {"reduceByKey", &run_reduce_by_key, &model_reduce_by_key},
    {"groupByKey", &run_group_by_key, &model_group_by_key},
    {"join", &run_join, &model_join},
    {"sortBy", &run_sort, &model_same},
    {"repartition", &run_repartition, &model_same},
    {"coalesce", &run_coalesce, &model_same},
    {"cache", &run_cache, &model_same},
    {"mapPartitions", &run_partitions, &model_same},
};
constexpr std::size_t kMostElements =
    3000;  // a model that grew larger is cut short by ending the pipeline

// Empty when engine and model agree on all pipelines; else the one on which they do not.
inline std::string check_pipelines(SparkContext& sc, unsigned seed, int pipelines) {
  std::mt19937 random(seed);
  auto below = [&](std::size_t n) { return static_cast<int>(random() % n); };
  for (int pipeline = 0; pipeline < pipelines; ++pipeline) {
    Model model, other;
    for (int i = below(60); i > 0; --i) model.push_back(below(50) - 10);
    for (int i = below(30); i > 0; --i) other.push_back(below(50) - 10);
    const Numbers other_rdd = sc.parallelize(other, 1 + below(3));
    Numbers rdd = sc.parallelize(model, 1 + below(4));
    std::string text = sc.master() + " seed " + std::to_string(seed) + " pipeline " +
                       std::to_string(pipeline) + ":";
    for (int step = 1 + below(5); step > 0 && model.size() < kMostElements; --step) {
      const Step& chosen = kSteps[below(std::size(kSteps))];
      const int n = 1 + below(4);
      text += std::string(" ") + chosen.name + "(" + std::to_string(n) + ")";
      rdd = chosen.run(rdd, other_rdd, n);
      model = chosen.model(model, other, n);
    }
    Model result = rdd.collect();
    if (rdd.count() != static_cast<Number>(model.size())) return text;
    std::sort(result.begin(), result.end());
    std::sort(model.begin(), model.end());
    if (result != model) return text;
  }
  return {};
}

}  // namespace
}  // namespace mammoth::spark
