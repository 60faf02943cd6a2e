#include "common/formats/line_split.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/job.h"
#include "mapreduce/api/output_file.h"
#include "mapreduce/api/text_formats.h"

namespace mammoth::mapreduce {

namespace {

std::unique_ptr<formats::LineSplitReader> open_lines(const InputSplit& split,
                                                     TaskAttemptContext& context) {
  const auto* file = dynamic_cast<const FileSplit*>(&split);
  if (file == nullptr) throw IOException("a text format reads splits of files only");
  const Configuration& configuration = context.getConfiguration();
  formats::LineOptions options;
  options.delimiter = configuration.get("textinputformat.record.delimiter", "");
  options.max_line_bytes = static_cast<std::uint64_t>(
      configuration.getLong("mapreduce.input.linerecordreader.line.maxlength", INT32_MAX));
  return engine::orRaise(formats::LineSplitReader::open(
      engine::openInputFile(context, file->getPath()), formats::codec_of_name(file->getPath()),
      file->getStart(), file->getLength(), options));
}

class LineRecordReader final : public RecordReader<LongWritable, Text> {
 public:
  explicit LineRecordReader(std::unique_ptr<formats::LineSplitReader> lines)
      : lines_(std::move(lines)) {}

  bool nextKeyValue() override {
    formats::Line line;
    if (!engine::orRaise(lines_->next(line))) return false;
    key_.set(static_cast<std::int64_t>(line.offset));
    value_.set(line.text);
    return true;
  }
  const LongWritable& getCurrentKey() override { return key_; }
  const Text& getCurrentValue() override { return value_; }
  float getProgress() override { return lines_->progress(); }

 private:
  std::unique_ptr<formats::LineSplitReader> lines_;
  LongWritable key_;
  Text value_;
};

class KeyValueLineRecordReader final : public RecordReader<Text, Text> {
 public:
  KeyValueLineRecordReader(std::unique_ptr<formats::LineSplitReader> lines, char separator)
      : lines_(std::move(lines)), separator_(separator) {}

  bool nextKeyValue() override {
    formats::Line line;
    if (!engine::orRaise(lines_->next(line))) return false;
    const std::size_t at = line.text.find(separator_);
    key_.set(line.text.substr(0, at));
    value_.set(at == std::string_view::npos ? std::string_view() : line.text.substr(at + 1));
    return true;
  }
  const Text& getCurrentKey() override { return key_; }
  const Text& getCurrentValue() override { return value_; }
  float getProgress() override { return lines_->progress(); }

 private:
  std::unique_ptr<formats::LineSplitReader> lines_;
  const char separator_;
  Text key_;
  Text value_;
};

}  // namespace

bool TextInputFormat::isSplitable(JobContext&, const std::string& path) {
  return FileInputFormat::isTextSplitable(path);
}

std::unique_ptr<RecordReader<LongWritable, Text>> TextInputFormat::createRecordReader(
    const InputSplit& split, TaskAttemptContext& context) {
  return std::make_unique<LineRecordReader>(open_lines(split, context));
}

bool KeyValueTextInputFormat::isSplitable(JobContext&, const std::string& path) {
  return FileInputFormat::isTextSplitable(path);
}

std::unique_ptr<RecordReader<Text, Text>> KeyValueTextInputFormat::createRecordReader(
    const InputSplit& split, TaskAttemptContext& context) {
  const std::string separator = context.getConfiguration().get(
      "mapreduce.input.keyvaluelinerecordreader.key.value.separator", "\t");
  return std::make_unique<KeyValueLineRecordReader>(open_lines(split, context),
                                                    separator.empty() ? '\t' : separator[0]);
}

void NLineInputFormat::setNumLinesPerSplit(Job& job, int lines) {
  job.getConfiguration().setInt("mapreduce.input.lineinputformat.linespermap", lines);
}

// A split that is not the file's first begins one byte early, so that the rule "a split passes over
// its first line" leaves it whole; the first is one byte shorter, so that it ends before the next.
InputFormatBase::Splits NLineInputFormat::getSplits(JobContext& context) {
  const int lines_per_split =
      context.getConfiguration().getInt("mapreduce.input.lineinputformat.linespermap", 1);
  if (lines_per_split < 1) throw IllegalArgumentException("linespermap must be positive");
  InputFormatBase::Splits splits;
  for (const FileStatus& file : FileInputFormat::listStatus(context)) {
    if (file.is_directory) throw IOException("Not a file: " + file.path);
    Counters counters;
    TaskAttemptContext unused(context.getConfiguration(), {context.getJobID()}, counters);
    const auto lines = engine::orRaise(
        formats::LineSplitReader::open(engine::openInputFile(unused, file.path),
                                       formats::codec_of_name(file.path), 0, file.length));
    const auto add = [&](std::uint64_t begin, std::uint64_t end) {
      const std::uint64_t length = end - begin;
      splits.push_back(begin == 0 ? std::make_unique<FileSplit>(file.path, 0, length - 1,
                                                                std::vector<std::string>())
                                  : std::make_unique<FileSplit>(file.path, begin - 1, length,
                                                                std::vector<std::string>()));
    };
    formats::Line line;
    std::uint64_t begin = 0;
    for (int count = 0; engine::orRaise(lines->next(line)); ++count) {
      if (count > 0 && count % lines_per_split == 0) {
        add(begin, line.offset);
        begin = line.offset;
      }
    }
    if (file.length > begin) add(begin, file.length);
  }
  return splits;
}

}  // namespace mammoth::mapreduce
