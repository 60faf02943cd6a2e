#include "mapreduce/api/output_file.h"

#include "mapreduce/api/failure.h"
#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/files.h"

namespace mammoth::mapreduce::engine {

formats::Codec outputCodec(const Configuration& configuration) {
  if (!configuration.getBoolean("mapreduce.output.fileoutputformat.compress", false))
    return formats::Codec::kNone;
  return orRaise(
      formats::codec_of_class(configuration.get("mapreduce.output.fileoutputformat.compress.codec",
                                                "org.apache.hadoop.io.compress.DefaultCodec")));
}

std::unique_ptr<formats::ByteSink> openOutputFile(TaskAttemptContext& context) {
  const formats::Codec codec = outputCodec(context.getConfiguration());
  const std::string path =
      FileOutputFormat::getDefaultWorkFile(context, std::string(formats::extension_of(codec)));
  std::unique_ptr<formats::ByteSink> sink =
      std::make_unique<formats::FileSink>(createOutputFile(context, path));
  return codec == formats::Codec::kNone ? std::move(sink)
                                        : formats::compressor(codec, std::move(sink));
}

std::unique_ptr<hdfs::FileWriter> createOutputFile(TaskAttemptContext& context,
                                                   const std::string& path) {
  return countedWriter(Files(context.getConfiguration(), &context.counters()).create(path, false),
                       context.getCounter(kFileOutputCounterGroup, "BYTES_WRITTEN"));
}

std::unique_ptr<hdfs::FileReader> openInputFile(TaskAttemptContext& context,
                                                const std::string& path) {
  return countedReader(Files(context.getConfiguration(), &context.counters()).open(path),
                       context.getCounter(kFileInputCounterGroup, "BYTES_READ"));
}

}  // namespace mammoth::mapreduce::engine
