// Job: what is to be run, and running it (Hadoop: mapreduce.Job). Set it up, then
// waitForCompletion(); one thread uses it. Types of keys and values are those of the mapper and
// reducer classes; mismatches are found when the job is submitted.
//
//   Job job = Job::getInstance(conf, "word count");
//   job.setMapperClass<Tokenizer>();
//   job.setCombinerClass<IntSum>();
//   job.setReducerClass<IntSum>();
//   FileInputFormat::addInputPath(job, "/in");
//   FileOutputFormat::setOutputPath(job, "/out");
//   return job.waitForCompletion(true) ? 0 : 1;
#pragma once

#include <memory>
#include <string>

#include "mapreduce/api/context.h"
#include "mapreduce/api/kernel.h"

namespace mammoth::mapreduce {

class Job : public JobContext {
 public:
  static Job getInstance(const Configuration& configuration = Configuration(),
                         const std::string& name = "");
  Job(Job&&) noexcept;
  ~Job() override;

  void setJobName(const std::string& name) { configuration_.set("mapreduce.job.name", name); }
  void setNumReduceTasks(int tasks) { configuration_.setInt("mapreduce.job.reduces", tasks); }

  template <class M>
  void setMapperClass() {
    setClass("mapreduce.job.map.class", engine::ClassEntry<M, engine::MapKernelOf<M>>::factory);
  }
  template <class R>
  void setReducerClass() {
    setClass("mapreduce.job.reduce.class",
             engine::ClassEntry<R, engine::ReduceKernelOf<R>>::factory);
  }
  template <class R>
  void setCombinerClass() {
    setClass("mapreduce.job.combine.class",
             engine::ClassEntry<R, engine::ReduceKernelOf<R>>::factory);
  }
  template <class P>
  void setPartitionerClass() {
    setClass("mapreduce.job.partitioner.class", engine::ClassEntry<P, P>::factory);
  }
  template <class C>
  void setSortComparatorClass() {
    setClass("mapreduce.job.output.key.comparator.class", engine::ClassEntry<C, C>::factory);
  }
  template <class C>
  void setGroupingComparatorClass() {
    setClass("mapreduce.job.output.group.comparator.class", engine::ClassEntry<C, C>::factory);
  }
  template <class C>
  void setCombinerKeyGroupingComparatorClass() {
    setClass("mapreduce.job.combiner.group.comparator.class", engine::ClassEntry<C, C>::factory);
  }
  template <class F>
  void setInputFormatClass() {
    setClass("mapreduce.job.inputformat.class", engine::ClassEntry<F, F>::factory);
  }
  template <class F>
  void setOutputFormatClass() {
    setClass("mapreduce.job.outputformat.class", engine::ClassEntry<F, F>::factory);
  }
  // The types are the reducer's and mapper's own: these write what Hadoop's tools look for.
  template <class K>
  void setOutputKeyClass() {
    configuration_.set("mapreduce.job.output.key.class",
                       std::string(engine::writableType<K>().name));
  }
  template <class V>
  void setOutputValueClass() {
    configuration_.set("mapreduce.job.output.value.class",
                       std::string(engine::writableType<V>().name));
  }
  template <class K>
  void setMapOutputKeyClass() {
    configuration_.set("mapreduce.map.output.key.class",
                       std::string(engine::writableType<K>().name));
  }
  template <class V>
  void setMapOutputValueClass() {
    configuration_.set("mapreduce.map.output.value.class",
                       std::string(engine::writableType<V>().name));
  }
  void addCacheFile(const std::string& uri);

  // Begins the job. Throws Exception where it must not begin: missing input, output that exists,
  // types that do not fit.
  void submit();
  // Submits if need be and waits; with `verbose` the console shows progress and counters. False:
  // the job failed, and the console says why.
  bool waitForCompletion(bool verbose);
  bool isComplete() const;
  bool isSuccessful() const;
  void killJob();
  float mapProgress() const;
  float reduceProgress() const;
  // Of a complete job.
  const Counters& getCounters() const;
  std::string getFailureInfo() const;

 private:
  explicit Job(Configuration configuration);
  void setClass(const char* key, ObjectFactory factory) {
    configuration_.set(key, engine::nameOfClass(factory));
  }

  struct Running;
  std::unique_ptr<Running> running_;
};

}  // namespace mammoth::mapreduce
