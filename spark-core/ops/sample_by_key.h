// PairRDDFunctions.sampleByKey: of each key's values the share that `fractions` says, by chance. The
// same seed gives the same elements.
#pragma once

#include "spark-core/ops/sample.h"

namespace mammoth::spark {

template <class K>
struct KeySampler {
  std::map<K, double> fractions;
  std::uint64_t seed;
  bool replace;
  void save(Writer& out) const {
    Serializer<std::map<K, double>>::write(out, fractions);
    out.fixed(seed);
    out.fixed(replace);
  }
  static KeySampler load(Reader& in) {
    auto fractions = Serializer<std::map<K, double>>::read(in);
    const auto seed = in.fixed<std::uint64_t>();
    return {std::move(fractions), seed, in.fixed<bool>()};
  }
  UniformNumbers begin(int partition) const { return {seed, partition}; }
  template <class T>
  void operator()(UniformNumbers& numbers, const T& element, OutputBuffer& out) const {
    const auto fraction = fractions.find(K(element.first));
    if (fraction == fractions.end())
      throw SparkException("sampleByKey: no fraction is given for a key of the RDD");
    int times = replace ? numbers.poisson(fraction->second) : numbers.next() < fraction->second;
    for (; times > 0; --times) out.emplace<T>(element);
  }
};

template <class T, class K>
RDD<T> rdd_sample_by_key(const RDD<T>& rdd, bool replace, std::map<K, double> fractions,
                         std::uint64_t seed) {
  for (const auto& [key, fraction] : fractions)
    if (fraction < 0)
      throw std::invalid_argument("requirement failed: Negative sampling rates.");
  return rdd_stateful<T>(rdd, "sampleByKey", KeySampler<K>{std::move(fractions), seed, replace},
                         {.keeps_partitioner = true, .random_order = true});
}

}  // namespace mammoth::spark
