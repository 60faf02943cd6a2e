// Input and output in files (Hadoop: FileInputFormat, FileOutputFormat, FileSplit). The statics
// serve every format; formats of one's own derive from FileInputFormatOf and FileOutputFormatOf.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mapreduce/api/input_format.h"
#include "mapreduce/api/output_format.h"

namespace mammoth::mapreduce {

class Job;

class FileSplit : public InputSplit {
 public:
  FileSplit(std::string path, std::uint64_t start, std::uint64_t length,
            std::vector<std::string> hosts)
      : path_(std::move(path)), start_(start), length_(length), hosts_(std::move(hosts)) {}

  const std::string& getPath() const { return path_; }  // with scheme and authority
  std::uint64_t getStart() const { return start_; }
  std::uint64_t getLength() const override { return length_; }
  std::vector<std::string> getLocations() const override { return hosts_; }
  std::string toString() const override;  // "hdfs://host/path:0+100"
  std::string className() const override;
  std::string serialize() const override;
  static std::unique_ptr<FileSplit> deserialize(std::string_view bytes);

 private:
  std::string path_;
  std::uint64_t start_;
  std::uint64_t length_;
  std::vector<std::string> hosts_;
};

struct FileStatus {
  std::string path;  // with scheme and authority
  bool is_directory = false;
  std::uint64_t length = 0;
  std::uint64_t block_size = 0;
  std::int64_t modification_time_ms = 0;
};

class FileInputFormat {
 public:
  static void addInputPath(Job& job, const std::string& path);  // commas are part of it
  static void addInputPaths(Job& job, const std::string& comma_separated);
  static void setInputPaths(Job& job, const std::string& comma_separated);
  static std::vector<std::string> getInputPaths(const JobContext& context);
  static void setMinInputSplitSize(Job& job, std::int64_t bytes);
  static void setMaxInputSplitSize(Job& job, std::int64_t bytes);
  static void setInputDirRecursive(Job& job, bool recursive);

  // The files of the input paths, hidden ones left out. Throws InvalidInputException with Hadoop's
  // words for paths that do not exist.
  static std::vector<FileStatus> listStatus(const JobContext& context);
  // Splits a file as getSplits does: one entry of (start, length, hosts) a split.
  static void addSplits(const JobContext& context, const FileStatus& file, bool splitable,
                        InputFormatBase::Splits& splits);
  // What every format of text does: a compressed file is one split.
  static bool isTextSplitable(const std::string& path);
};

template <class K, class V>
class FileInputFormatOf : public InputFormat<K, V> {
 public:
  virtual bool isSplitable(JobContext&, const std::string& /*path*/) { return true; }

  InputFormatBase::Splits getSplits(JobContext& context) override {
    InputFormatBase::Splits splits;
    for (const FileStatus& file : FileInputFormat::listStatus(context))
      FileInputFormat::addSplits(context, file, isSplitable(context, file.path), splits);
    return splits;
  }
  std::unique_ptr<InputSplit> readSplit(std::string_view, std::string_view bytes) override {
    return FileSplit::deserialize(bytes);
  }
};

class FileOutputFormat {
 public:
  static void setOutputPath(Job& job, const std::string& path);
  static std::string getOutputPath(const JobContext& context);  // "" where none is set
  static void setCompressOutput(Job& job, bool compress);
  static void setOutputCompressorClass(Job& job, const std::string& codec);
  // Where a task attempt writes until it is committed.
  static std::string getWorkOutputPath(const TaskAttemptContext& context);
  // "part-r-00000" + extension
  static std::string getUniqueFile(const TaskAttemptContext& context, const std::string& name,
                                   const std::string& extension);
  static std::string getDefaultWorkFile(const TaskAttemptContext& context,
                                        const std::string& extension);
  // Throws InvalidJobConfException and FileAlreadyExistsException in Hadoop's words.
  static void checkOutputSpecs(const JobContext& context);
  static std::unique_ptr<OutputCommitter> makeCommitter(const TaskAttemptContext& context);
};

template <class K, class V>
class FileOutputFormatOf : public OutputFormat<K, V> {
 public:
  void checkOutputSpecs(JobContext& context) override {
    FileOutputFormat::checkOutputSpecs(context);
  }
  std::unique_ptr<OutputCommitter> getOutputCommitter(TaskAttemptContext& context) override {
    return FileOutputFormat::makeCommitter(context);
  }
};

}  // namespace mammoth::mapreduce
