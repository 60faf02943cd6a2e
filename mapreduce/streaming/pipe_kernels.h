// The mapper, combiner and reducer of streaming jobs (Hadoop: PipeMapper, PipeCombiner,
// PipeReducer). Keys and values are Text on both sides; their commands are
// stream.map.streamprocessor, stream.combine.streamprocessor and stream.reduce.streamprocessor. A
// task without a command passes its records on.
#pragma once

#include "mapreduce/api/kernel.h"

namespace mammoth::mapreduce::streaming {

// Their names, for the job's configuration.
class PipeMapper {};
class PipeCombiner {};
class PipeReducer {};

// Of a format of lines the program sees the lines alone, of others key, separator and value.
class PipeMapKernel final : public engine::MapKernel {
 public:
  engine::RecordTypes types() const override;
  std::unique_ptr<engine::ReduceKernel> identityReducer() const override;
  void run(const engine::MapInput& input) override;
};

class PipeReduceKernel : public engine::ReduceKernel {
 public:
  engine::RecordTypes types() const override;
  engine::ReduceCounts run(const engine::ReduceInput& input) override;

 protected:
  virtual const char* commandKey() const { return "stream.reduce.streamprocessor"; }
};

class PipeCombineKernel final : public PipeReduceKernel {
 protected:
  const char* commandKey() const override { return "stream.combine.streamprocessor"; }
};

std::string mapperName();
std::string combinerName();
std::string reducerName();

}  // namespace mammoth::mapreduce::streaming
