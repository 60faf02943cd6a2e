#include "mapreduce/api/sequence_formats.h"

#include <fmt/format.h>

#include "common/formats/sequence_reader.h"
#include "common/formats/sequence_writer.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/output_file.h"

namespace mammoth::mapreduce {

namespace {

class Records final : public engine::RawSequence {
 public:
  explicit Records(std::unique_ptr<formats::SequenceReader> reader) : reader_(std::move(reader)) {}
  bool next() override {
    if (!engine::orRaise(reader_->next())) return false;
    key_ = reader_->key();
    value_ = reader_->value();
    return true;
  }
  float progress() const override { return reader_->progress(); }

 private:
  std::unique_ptr<formats::SequenceReader> reader_;
};

formats::SequenceHeader header_of(const Configuration& configuration) {
  formats::SequenceHeader header;
  header.key_class =
      configuration.get("mapreduce.job.output.key.class", "org.apache.hadoop.io.LongWritable");
  header.value_class =
      configuration.get("mapreduce.job.output.value.class", "org.apache.hadoop.io.Text");
  const formats::Codec codec = engine::outputCodec(configuration);
  const std::string type =
      configuration.get("mapreduce.output.fileoutputformat.compress.type", "RECORD");
  if (codec == formats::Codec::kNone || type == "NONE") return header;
  if (type != "RECORD" && type != "BLOCK")
    throw IllegalArgumentException("No enum constant SequenceFile.CompressionType." + type);
  header.compression = type == "BLOCK" ? formats::SequenceCompression::kBlock
                                       : formats::SequenceCompression::kRecord;
  header.codec = codec;
  return header;
}

// The header is written with the first record, which knows its classes.
class Writer final : public RecordWriter<AnyWritable, AnyWritable> {
 public:
  Writer(std::unique_ptr<hdfs::FileWriter> file, formats::SequenceHeader header)
      : file_(std::move(file)), header_(std::move(header)) {}

  void write(const AnyWritable& key, const AnyWritable& value) override {
    if (writer_ == nullptr) {
      header_.key_class = key.className();
      header_.value_class = value.className();
      open();
    }
    key_.clear();
    value_.clear();
    key.serialize(key_);
    value.serialize(value_);
    engine::orRaise(writer_->append(key_, value_));
  }
  void close(TaskAttemptContext&) override {
    if (writer_ == nullptr) open();
    engine::orRaise(writer_->close());
  }

 private:
  void open() {
    writer_ = engine::orRaise(formats::SequenceWriter::create(
        std::make_unique<formats::FileSink>(std::move(file_)), header_));
  }

  std::unique_ptr<hdfs::FileWriter> file_;
  formats::SequenceHeader header_;
  std::unique_ptr<formats::SequenceWriter> writer_;
  std::string key_;
  std::string value_;
};

}  // namespace

std::unique_ptr<engine::RawSequence> engine::openSequence(const InputSplit& split,
                                                          TaskAttemptContext& context,
                                                          std::string_view key_class,
                                                          std::string_view value_class) {
  const auto* file = dynamic_cast<const FileSplit*>(&split);
  if (file == nullptr) throw IOException("SequenceFiles are read by splits of files only");
  auto reader = orRaise(formats::SequenceReader::open(openInputFile(context, file->getPath()),
                                                      file->getStart(), file->getLength()));
  const formats::SequenceHeader& header = reader->header();
  if (header.key_class != key_class)
    throw IOException(
        fmt::format("wrong key class: {} is not class {}", key_class, header.key_class));
  if (header.value_class != value_class)
    throw IOException(
        fmt::format("wrong value class: {} is not class {}", value_class, header.value_class));
  return std::make_unique<Records>(std::move(reader));
}

std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> SequenceFileOutputFormat::getRecordWriter(
    TaskAttemptContext& context) {
  return std::make_unique<Writer>(
      engine::createOutputFile(context, FileOutputFormat::getDefaultWorkFile(context, "")),
      header_of(context.getConfiguration()));
}

}  // namespace mammoth::mapreduce
