#include <fmt/format.h>

#include "common/formats/codec.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/file_output_committer.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/job.h"

namespace mammoth::mapreduce {

namespace {
constexpr std::string_view kOutputDir = "mapreduce.output.fileoutputformat.outputdir";
}

void FileOutputFormat::setOutputPath(Job& job, const std::string& path) {
  job.getConfiguration().set(kOutputDir, engine::Files(job.getConfiguration()).qualified(path));
}

std::string FileOutputFormat::getOutputPath(const JobContext& context) {
  return context.getConfiguration().get(kOutputDir, "");
}

void FileOutputFormat::setCompressOutput(Job& job, bool compress) {
  job.getConfiguration().setBoolean("mapreduce.output.fileoutputformat.compress", compress);
}

void FileOutputFormat::setOutputCompressorClass(Job& job, const std::string& codec) {
  setCompressOutput(job, true);
  job.getConfiguration().set("mapreduce.output.fileoutputformat.compress.codec", codec);
}

std::string FileOutputFormat::getWorkOutputPath(const TaskAttemptContext& context) {
  return FileOutputCommitter(context).workPath(context);
}

std::string FileOutputFormat::getUniqueFile(const TaskAttemptContext& context,
                                            const std::string& name, const std::string& extension) {
  const TaskAttemptID& id = context.getTaskAttemptID();
  // Java's old interface, which streaming stands on, has no letter for the kind of task.
  if (!context.getConfiguration().getBoolean("mapred.mapper.new-api", true))
    return fmt::format("{}-{:05}{}", name, id.task, extension);
  return fmt::format("{}-{}-{:05}{}", name, id.isMap() ? 'm' : 'r', id.task, extension);
}

std::string FileOutputFormat::getDefaultWorkFile(const TaskAttemptContext& context,
                                                 const std::string& extension) {
  const std::string name = context.getConfiguration().get("mapreduce.output.basename", "part");
  return engine::joined(getWorkOutputPath(context), getUniqueFile(context, name, extension));
}

void FileOutputFormat::checkOutputSpecs(const JobContext& context) {
  const std::string path = getOutputPath(context);
  if (path.empty())
    throw Exception("org.apache.hadoop.mapred.InvalidJobConfException",
                    "Output directory not set.");
  const engine::Files files(context.getConfiguration());
  if (files.exists(path))
    throw Exception("org.apache.hadoop.mapred.FileAlreadyExistsException",
                    fmt::format("Output directory {} already exists", files.qualified(path)));
}

std::unique_ptr<OutputCommitter> FileOutputFormat::makeCommitter(
    const TaskAttemptContext& context) {
  return std::make_unique<FileOutputCommitter>(context);
}

}  // namespace mammoth::mapreduce
