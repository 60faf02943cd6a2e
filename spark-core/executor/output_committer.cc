#include "spark-core/executor/output_committer.h"

#include <fmt/format.h>

#include "common/formats/sequence_writer.h"
#include "spark-core/executor/task_run.h"
#include "spark-core/plan/task_output.h"

namespace mammoth::spark {
namespace {

formats::Codec codec_of(const std::string& name) {
  return name.empty() ? formats::Codec::kNone : must(formats::codec_of_class(name));
}

std::string job_directory(const std::string& output) {
  return output + "/_temporary/0";
}

// The file of one attempt, from its making to its commit.
class AttemptFile {
 public:
  AttemptFile(TaskRun& task, const OutputDescriptor& output, const std::string& extension)
      : task_(task), place_(task.executor().file_systems().locate(output.path)) {
    const TaskIdentity& id = task.identity();
    const std::string name = fmt::format("{}_{:04}_m_{:06}", output.job, id.stage_id, id.partition);
    attempt_ = fmt::format("{}/_temporary/attempt_{}_{}", job_directory(place_.path), name,
                           id.stage_attempt * 1000 + id.attempt);
    committed_ = fmt::format("{}/task_{}", job_directory(place_.path), name);
    file_ = fmt::format("{}/part-{:05}{}", attempt_, id.partition, extension);
  }
  ~AttemptFile() {
    if (!done_)
      static_cast<void>(
          place_.file_system->remove(attempt_, true));  // the job's end removes what is left
  }
  AttemptFile(const AttemptFile&) = delete;
  AttemptFile& operator=(const AttemptFile&) = delete;

  std::unique_ptr<formats::ByteSink> create() {
    return std::make_unique<formats::FileSink>(must(place_.file_system->create(file_, {})));
  }
  void wrote(std::size_t bytes) { task_.metrics().output_bytes += bytes; }
  // After its sink was closed.
  void commit() {
    if (!task_.executor().may_commit(task_.identity()))
      throw CommitDenied(fmt::format("attempt {} of partition {} may not commit",
                                     task_.attemptNumber(), task_.partitionId()));
    static_cast<void>(must(place_.file_system->remove(committed_, true)));
    if (!must(place_.file_system->rename(attempt_, committed_)))
      throw SparkException("Could not rename " + attempt_ + " to " + committed_);
    done_ = true;
  }

 private:
  TaskRun& task_;
  LocatedPath place_;
  std::string attempt_;
  std::string committed_;
  std::string file_;
  bool done_ = false;
};

class FileOutput final : public TaskOutput {
 public:
  FileOutput(TaskRun& task, const OutputDescriptor& output)
      : file_(task, output, std::string(formats::extension_of(codec_of(output.codec)))),
        sink_(file_.create()) {
    if (const formats::Codec codec = codec_of(output.codec); codec != formats::Codec::kNone)
      sink_ = formats::compressor(codec, std::move(sink_));
  }
  void write(std::string_view bytes) override {
    file_.wrote(bytes.size());
    must(sink_->write(as_byte_view(bytes)));
  }
  void commit() override {
    must(sink_->close());
    file_.commit();
  }

 private:
  AttemptFile file_;
  std::unique_ptr<formats::ByteSink> sink_;
};

class SequenceFileOutput final : public RecordOutput {
 public:
  SequenceFileOutput(TaskRun& task, const OutputDescriptor& output, std::string_view key_class,
                     std::string_view value_class)
      : file_(task, output, "") {
    formats::SequenceHeader header;
    header.key_class = key_class;
    header.value_class = value_class;
    header.codec = codec_of(output.codec);
    if (header.codec != formats::Codec::kNone)
      header.compression = formats::SequenceCompression::kBlock;
    writer_ = must(formats::SequenceWriter::create(file_.create(), std::move(header)));
  }
  void append(std::string_view key, std::string_view value) override {
    file_.wrote(key.size() + value.size());
    must(writer_->append(key, value));
  }
  void commit() override {
    must(writer_->close());
    file_.commit();
  }

 private:
  AttemptFile file_;
  std::unique_ptr<formats::SequenceWriter> writer_;
};

}  // namespace

TaskOutput::~TaskOutput() = default;
RecordOutput::~RecordOutput() = default;

std::unique_ptr<RecordOutput> open_sequence_output(TaskContext& context,
                                                   std::string_view descriptor,
                                                   std::string_view key_class,
                                                   std::string_view value_class) {
  return std::make_unique<SequenceFileOutput>(static_cast<TaskRun&>(context),
                                              from_bytes<OutputDescriptor>(descriptor), key_class,
                                              value_class);
}

std::unique_ptr<TaskOutput> open_task_output(TaskContext& context, std::string_view descriptor) {
  return std::make_unique<FileOutput>(static_cast<TaskRun&>(context),
                                      from_bytes<OutputDescriptor>(descriptor));
}

OutputDescriptor begin_output_job(FileSystems& file_systems, const std::string& path,
                                  const std::string& codec, const std::string& job) {
  static_cast<void>(codec_of(codec));
  const LocatedPath place = file_systems.locate(path);
  const std::string qualified = place.qualified(place.path);
  const auto status = place.file_system->status(place.path);
  if (status) throw SparkException("Output directory " + qualified + " already exists");
  if (status.error().code != ErrorCode::kFileNotFound) throw SparkException(status.error().message);
  must(place.file_system->mkdirs(job_directory(place.path), 0777));
  return {qualified, codec, job};
}

void commit_output_job(FileSystems& file_systems, const OutputDescriptor& output) {
  const LocatedPath place = file_systems.locate(output.path);
  for (const hdfs::FileStatus& task :
       must(place.file_system->list_all(job_directory(place.path)))) {
    if (!task.name().starts_with("task_")) continue;
    for (const hdfs::FileStatus& file : must(place.file_system->list_all(task.path)))
      if (!must(place.file_system->rename(file.path, place.path + "/" + file.name())))
        throw SparkException("Failed to rename " + file.path + " to " + place.path);
  }
  static_cast<void>(must(place.file_system->remove(place.path + "/_temporary", true)));
  must(must(place.file_system->create(place.path + "/_SUCCESS", {}))->close());
}

void abort_output_job(FileSystems& file_systems, const OutputDescriptor& output) {
  const LocatedPath place = file_systems.locate(output.path);
  static_cast<void>(place.file_system->remove(place.path + "/_temporary", true));
}

}  // namespace mammoth::spark
