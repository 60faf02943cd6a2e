// The file an attempt writes its output to, and the files it reads; for the engine's own sources.
#pragma once

#include <memory>
#include <string>

#include "common/formats/byte_sink.h"
#include "common/formats/codec.h"
#include "mapreduce/api/context.h"

namespace mammoth::mapreduce::engine {

// The codec of the job's output; kNone if it is not to be compressed.
formats::Codec outputCodec(const Configuration& configuration);

// part-r-00000 (with the codec's extension) in the attempt's work directory, compressed as the job
// wants it. Its bytes count as BYTES_WRITTEN of the output format.
std::unique_ptr<formats::ByteSink> openOutputFile(TaskAttemptContext& context);
// A file of the same kind by a full path, not compressed.
std::unique_ptr<hdfs::FileWriter> createOutputFile(TaskAttemptContext& context,
                                                   const std::string& path);
// Its bytes count as BYTES_READ of the input format.
std::unique_ptr<hdfs::FileReader> openInputFile(TaskAttemptContext& context,
                                                const std::string& path);

}  // namespace mammoth::mapreduce::engine
