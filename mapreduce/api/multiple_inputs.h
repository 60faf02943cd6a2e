// Several inputs of one job, each with its own format and mapper (Hadoop: MultipleInputs,
// DelegatingInputFormat, TaggedInputSplit). The mappers may read what they like; they must write
// the same types.
//
//   MultipleInputs::addInputPath<TextInputFormat, LineMapper>(job, "/lines");
//   MultipleInputs::addInputPath<SequenceFileInputFormat<Text, Text>, PairMapper>(job, "/pairs");
#pragma once

#include <string>

#include "mapreduce/api/job.h"

namespace mammoth::mapreduce {

class MultipleInputs {
 public:
  template <class F, class M>
  static void addInputPath(Job& job, const std::string& path) {
    add(job, path, engine::nameOfClass(engine::ClassEntry<F, F>::factory),
        engine::nameOfClass(engine::ClassEntry<M, engine::MapKernelOf<M>>::factory));
  }

 private:
  static void add(Job& job, const std::string& path, const std::string& format,
                  const std::string& mapper);
};

}  // namespace mammoth::mapreduce
