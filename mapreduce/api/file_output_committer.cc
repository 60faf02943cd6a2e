#include "mapreduce/api/file_output_committer.h"

#include <fmt/format.h>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/files.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kTemporary = "_temporary";
constexpr std::string_view kSuccess = "_SUCCESS";

// Which run of the job this is: 0 for the first, as in Hadoop's local jobs.
int job_attempt(const Configuration& configuration) {
  return configuration.getInt("mapreduce.job.application.attempt.id", 0);
}

}  // namespace

FileOutputCommitter::FileOutputCommitter(const JobContext& context)
    : output_(FileOutputFormat::getOutputPath(context)),
      algorithm_(
          context.getConfiguration().getInt("mapreduce.fileoutputcommitter.algorithm.version", 2)) {
  if (algorithm_ != 1 && algorithm_ != 2)
    throw IOException("Only 1 or 2 algorithm version is supported");
}

std::string FileOutputCommitter::jobAttemptPath(const Configuration& configuration) const {
  return fmt::format("{}/{}/{}", output_, kTemporary, job_attempt(configuration));
}

std::string FileOutputCommitter::workPath(const TaskAttemptContext& context) const {
  return fmt::format("{}/{}/{}", jobAttemptPath(context.getConfiguration()), kTemporary,
                     context.getTaskAttemptID().toString());
}

std::string FileOutputCommitter::committedTaskPath(const TaskAttemptContext& context,
                                                   int attempt) const {
  return fmt::format("{}/{}/{}/{}", output_, kTemporary, attempt,
                     context.getTaskAttemptID().taskToString());
}

void FileOutputCommitter::setupJob(JobContext& context) {
  if (output_.empty()) return;
  engine::Files(context.getConfiguration())
      .makeDirectories(jobAttemptPath(context.getConfiguration()));
}

void FileOutputCommitter::setupTask(TaskAttemptContext&) {}  // the first file makes the directory

bool FileOutputCommitter::needsTaskCommit(TaskAttemptContext& context) {
  return !output_.empty() &&
         engine::Files(context.getConfiguration(), &context.counters()).exists(workPath(context));
}

void FileOutputCommitter::commitTask(TaskAttemptContext& context) {
  const engine::Files files(context.getConfiguration(), &context.counters());
  const std::string work = workPath(context);
  if (output_.empty() || !files.exists(work)) return;
  if (algorithm_ == 2) {
    mergePaths(context.getConfiguration(), work, output_);
    return;
  }
  const std::string committed = committedTaskPath(context, job_attempt(context.getConfiguration()));
  if (files.exists(committed)) files.remove(committed);
  files.rename(work, committed);
}

void FileOutputCommitter::abortTask(TaskAttemptContext& context) {
  if (!output_.empty()) engine::Files(context.getConfiguration()).remove(workPath(context));
}

bool FileOutputCommitter::recoverTask(TaskAttemptContext& context) {
  const Configuration& configuration = context.getConfiguration();
  const int attempt = job_attempt(configuration);
  if (output_.empty() || attempt == 0) return false;
  if (algorithm_ == 2) return true;  // what was committed is in its place
  const engine::Files files(configuration);
  const std::string earlier = committedTaskPath(context, attempt - 1);
  if (!files.exists(earlier)) return false;
  const std::string now = committedTaskPath(context, attempt);
  if (files.exists(now)) files.remove(now);
  files.rename(earlier, now);
  return true;
}

void FileOutputCommitter::commitJob(JobContext& context) {
  if (output_.empty()) return;
  const Configuration& configuration = context.getConfiguration();
  const engine::Files files(configuration);
  if (algorithm_ == 1)
    for (const hdfs::FileStatus& entry : files.list(jobAttemptPath(configuration)))
      if (entry.is_directory && entry.name() != kTemporary)
        mergePaths(configuration, engine::joined(jobAttemptPath(configuration), entry.name()),
                   output_);
  if (!configuration.getBoolean("mapreduce.fileoutputcommitter.cleanup.skipped", false))
    files.remove(engine::joined(output_, std::string(kTemporary)));
  if (configuration.getBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", true))
    engine::orRaise(files.create(engine::joined(output_, std::string(kSuccess)), true)->close());
}

void FileOutputCommitter::abortJob(JobContext& context) {
  if (output_.empty()) return;
  engine::Files(context.getConfiguration())
      .remove(engine::joined(output_, std::string(kTemporary)));
}

// A file takes the place of whatever has its name; directories become one.
void FileOutputCommitter::mergePaths(const Configuration& configuration, const std::string& from,
                                     const std::string& to) const {
  const engine::Files files(configuration);
  const auto source = files.status(from);
  if (!source) return;
  const auto target = files.status(to);
  if (source->is_directory && target && target->is_directory) {
    for (const hdfs::FileStatus& entry : files.list(from))
      mergePaths(configuration, engine::joined(from, entry.name()),
                 engine::joined(to, entry.name()));
    return;
  }
  if (target) files.remove(to);
  files.rename(from, to);
}

}  // namespace mammoth::mapreduce
