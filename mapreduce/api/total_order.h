// Output that is sorted over all reducers (Hadoop: TotalOrderPartitioner, InputSampler): the
// partitions are ranges of keys, whose borders come from a sample of the input and lie in a
// SequenceFile of keys.
//
//   TotalOrderPartitioner<Text, Text>::setPartitionFile(job.getConfiguration(), "/borders");
//   InputSampler<Text, Text>::writePartitionFile(job, RandomSampler{.frequency = 0.1});
//   job.setPartitionerClass<TotalOrderPartitioner<Text, Text>>();
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "mapreduce/api/job.h"
#include "mapreduce/api/sequence_output.h"

namespace mammoth::mapreduce {

namespace engine {

inline constexpr const char* kPartitionFileKey = "mapreduce.totalorderpartitioner.path";

// The job's order of keys: its sort comparator, or their own.
class KeySequence {
 public:
  KeySequence(const Configuration& configuration, const WritableType& type) : type_(type) {
    const std::string name = configuration.get("mapreduce.job.output.key.comparator.class", "");
    if (name.empty()) return;
    std::unique_ptr<Object> object = newInstance(RawComparator::kKind, name, configuration);
    comparator_.reset(dynamic_cast<RawComparator*>(object.release()));
  }
  int compare(std::string_view a, std::string_view b) const {
    return comparator_ != nullptr ? comparator_->compare(a, b) : type_.compare(a, b);
  }

 private:
  const WritableType& type_;
  std::unique_ptr<RawComparator> comparator_;
};

}  // namespace engine

template <class K, class V>
class TotalOrderPartitioner : public Partitioner<K, V> {
 public:
  static void setPartitionFile(Configuration& configuration, const std::string& path) {
    configuration.set(engine::kPartitionFileKey, path);
  }
  static std::string getPartitionFile(const Configuration& configuration) {
    return configuration.get(engine::kPartitionFileKey, "_partition.lst");
  }

  void setConf(const Configuration& configuration) override {
    const int reduces = configuration.getInt("mapreduce.job.reduces", 1);
    order_ = std::make_unique<engine::KeySequence>(configuration, engine::writableType<K>());
    if (reduces < 2) return;
    borders_ = engine::keysOfSequence(getPartitionFile(configuration), configuration);
    if (borders_.size() != static_cast<std::size_t>(reduces) - 1)
      throw IOException("Wrong number of partitions in keyset");
    for (std::size_t i = 0; i + 1 < borders_.size(); ++i)
      if (order_->compare(borders_[i], borders_[i + 1]) >= 0)
        throw IOException("Split points are out of order");
  }
  // How many borders are not behind the key.
  int getPartition(const K& key, const V&, int) override {
    bytes_.clear();
    engine::serialize(key, bytes_);
    const auto behind = std::upper_bound(
        borders_.begin(), borders_.end(), bytes_,
        [&](const std::string& a, const std::string& b) { return order_->compare(a, b) < 0; });
    return static_cast<int>(behind - borders_.begin());
  }

 private:
  std::unique_ptr<engine::KeySequence> order_;
  std::vector<std::string> borders_;
  std::string bytes_;
};

// Keys from random places of some splits: each record with a probability, up to a number.
struct RandomSampler {
  double frequency = 0.1;
  int samples = 10'000;
  int max_splits = INT32_MAX;
};
// The first keys of some splits.
struct SplitSampler {
  int samples = 10'000;
  int max_splits = INT32_MAX;
};

template <class K, class V>
class InputSampler {
 public:
  template <class Sampler>
  static void writePartitionFile(Job& job, const Sampler& sampler) {
    const Configuration& configuration = job.getConfiguration();
    const engine::KeySequence order(configuration, engine::writableType<K>());
    std::vector<std::string> samples = sample(job, sampler);
    std::printf("Using %zu samples\n", samples.size());
    std::sort(samples.begin(), samples.end(),
              [&](const std::string& a, const std::string& b) { return order.compare(a, b) < 0; });
    engine::SequenceOutput output(TotalOrderPartitioner<K, V>::getPartitionFile(configuration),
                                  configuration, engine::writableType<K>().name,
                                  NullWritable::kJavaClass);
    const int partitions = job.getNumReduceTasks();
    const float step = static_cast<float>(samples.size()) / static_cast<float>(partitions);
    std::size_t last = SIZE_MAX;
    for (int i = 1; i < partitions; ++i) {
      auto at = static_cast<std::size_t>(std::floor(step * static_cast<float>(i) + 0.5F));
      while (at < samples.size() && last != SIZE_MAX && last >= at &&
             order.compare(samples[last], samples[at]) == 0)
        ++at;
      if (at >= samples.size())
        throw Exception("java.lang.ArrayIndexOutOfBoundsException",
                        "Index " + std::to_string(at) + " out of bounds for length " +
                            std::to_string(samples.size()));
      output.appendBytes(samples[at], "");
      last = at;
    }
    output.close();
  }

 private:
  struct Input {
    std::unique_ptr<InputFormat<K, V>> format;
    InputFormatBase::Splits splits;
  };

  static Input inputOf(Job& job) {
    const std::string name = job.getConfiguration().get("mapreduce.job.inputformat.class", "");
    std::unique_ptr<Object> object =
        engine::newInstance(InputFormatBase::kKind, name, job.getConfiguration());
    Input input;
    input.format.reset(dynamic_cast<InputFormat<K, V>*>(object.get()));
    if (input.format == nullptr) throw IOException("Type mismatch: the input is of other types");
    object.release();
    input.splits = input.format->getSplits(job);
    return input;
  }

  // Calls `each` with every key of a split until it answers false.
  template <class Each>
  static void walk(Job& job, Input& input, std::size_t split, Each each) {
    Counters counters;
    TaskAttemptContext context(job.getConfiguration(), {job.getJobID()}, counters);
    const auto reader = input.format->createRecordReader(*input.splits[split], context);
    while (reader->nextKeyValue()) {
      std::string bytes;
      engine::serialize(reader->getCurrentKey(), bytes);
      if (!each(std::move(bytes))) break;
    }
    reader->close();
  }

  static std::vector<std::string> sample(Job& job, const SplitSampler& sampler) {
    Input input = inputOf(job);
    std::vector<std::string> samples;
    const std::size_t splits =
        std::min(static_cast<std::size_t>(sampler.max_splits), input.splits.size());
    if (splits == 0) return samples;
    const std::size_t each = static_cast<std::size_t>(sampler.samples) / splits;
    for (std::size_t i = 0; i < splits; ++i) {
      const std::size_t wanted = (i + 1) * each;
      walk(job, input, i, [&](std::string key) {
        samples.push_back(std::move(key));
        return samples.size() < wanted;
      });
    }
    return samples;
  }

  static std::vector<std::string> sample(Job& job, const RandomSampler& sampler) {
    Input input = inputOf(job);
    std::mt19937_64 random(std::random_device{}());
    std::shuffle(input.splits.begin(), input.splits.end(), random);
    std::uniform_real_distribution<double> chance(0, 1);
    const auto limit = static_cast<std::size_t>(std::max(sampler.samples, 1));
    double frequency = sampler.frequency;
    std::vector<std::string> samples;
    for (std::size_t i = 0; i < input.splits.size(); ++i) {
      if (i >= static_cast<std::size_t>(sampler.max_splits) && samples.size() >= limit) break;
      walk(job, input, i, [&](std::string key) {
        if (chance(random) > frequency) return true;
        if (samples.size() < limit) {
          samples.push_back(std::move(key));
        } else {
          samples[random() % limit] = std::move(key);
          frequency *= static_cast<double>(limit - 1) / static_cast<double>(limit);
        }
        return true;
      });
    }
    return samples;
  }
};

}  // namespace mammoth::mapreduce
