#include "mapreduce/api/sequence_formats.h"

#include "common/formats/sequence_reader.h"
#include "common/formats/sequence_writer.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/job.h"
#include "mapreduce/api/output_file.h"

namespace mammoth::mapreduce {

namespace {

constexpr const char* kCompressionType = "mapreduce.output.fileoutputformat.compress.type";

formats::SequenceCompression compressionOf(const Configuration& configuration) {
  if (engine::outputCodec(configuration) == formats::Codec::kNone)
    return formats::SequenceCompression::kNone;
  const std::string type = configuration.get(kCompressionType, "RECORD");
  if (type == "NONE") return formats::SequenceCompression::kNone;
  if (type == "RECORD") return formats::SequenceCompression::kRecord;
  if (type == "BLOCK") return formats::SequenceCompression::kBlock;
  throw IllegalArgumentException(
      "No enum constant org.apache.hadoop.io.SequenceFile.CompressionType." + type);
}

void checkClass(std::string_view kind, std::string_view found, std::string_view wanted) {
  if (wanted.empty() || found == wanted) return;
  throw IOException("wrong " + std::string(kind) + " class: " + std::string(found) + " is not " +
                    std::string(wanted));
}

class SequenceFileWriter final : public RecordWriter<AnyWritable, AnyWritable> {
 public:
  explicit SequenceFileWriter(std::unique_ptr<formats::SequenceWriter> writer)
      : writer_(std::move(writer)) {}

  void write(const AnyWritable& key, const AnyWritable& value) override {
    checkClass("key", key.className(), writer_->header().key_class);
    checkClass("value", value.className(), writer_->header().value_class);
    key_.clear();
    value_.clear();
    key.serialize(key_);
    value.serialize(value_);
    engine::orRaise(writer_->append(key_, value_));
  }
  void close(TaskAttemptContext&) override { engine::orRaise(writer_->close()); }

 private:
  const std::unique_ptr<formats::SequenceWriter> writer_;
  std::string key_;
  std::string value_;
};

}  // namespace

namespace engine {

struct SequenceInput::Impl {
  std::unique_ptr<formats::SequenceReader> reader;
};

SequenceInput::SequenceInput(const InputSplit& split, TaskAttemptContext& context,
                             std::string_view key_class, std::string_view value_class)
    : impl_(std::make_unique<Impl>()) {
  const auto* part = dynamic_cast<const FileSplit*>(&split);
  if (part == nullptr) throw IOException("no split of a file: " + split.toString());
  auto reader = formats::SequenceReader::open(openInputFile(context, part->getPath()),
                                              part->getStart(), part->getLength());
  if (!reader && reader.error().message == "not a SequenceFile")
    throw IOException(part->getPath() + " not a SequenceFile");
  impl_->reader = orRaise(std::move(reader));
  checkClass("key", impl_->reader->header().key_class, key_class);
  checkClass("value", impl_->reader->header().value_class, value_class);
}

SequenceInput::SequenceInput(const std::string& path, const Configuration& configuration)
    : impl_(std::make_unique<Impl>()) {
  impl_->reader = orRaise(formats::SequenceReader::open(Files(configuration).open(path)));
}

SequenceInput::~SequenceInput() = default;

bool SequenceInput::next() {
  return orRaise(impl_->reader->next());
}
std::string_view SequenceInput::key() const {
  return impl_->reader->key();
}
std::string_view SequenceInput::value() const {
  return impl_->reader->value();
}
float SequenceInput::progress() const {
  return impl_->reader->progress();
}

struct SequenceOutput::Impl {
  std::unique_ptr<formats::SequenceWriter> writer;
};

SequenceOutput::SequenceOutput(const std::string& path, const Configuration& configuration,
                               std::string_view key_class, std::string_view value_class)
    : impl_(std::make_unique<Impl>()) {
  formats::SequenceHeader header{.key_class = std::string(key_class),
                                 .value_class = std::string(value_class)};
  auto sink = std::make_unique<formats::FileSink>(Files(configuration).create(path, true));
  impl_->writer = orRaise(formats::SequenceWriter::create(std::move(sink), std::move(header)));
}

SequenceOutput::~SequenceOutput() = default;

void SequenceOutput::append(std::string_view key, std::string_view value) {
  orRaise(impl_->writer->append(key, value));
}

void SequenceOutput::close() {
  orRaise(impl_->writer->close());
}

}  // namespace engine

void SequenceFileOutputFormat::setOutputCompressionType(Job& job, const std::string& type) {
  FileOutputFormat::setCompressOutput(job, true);
  job.getConfiguration().set(kCompressionType, type);
}

std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> SequenceFileOutputFormat::getRecordWriter(
    TaskAttemptContext& context) {
  const Configuration& configuration = context.getConfiguration();
  formats::SequenceHeader header{
      .key_class = configuration.get("mapreduce.job.output.key.class", LongWritable::kJavaClass),
      .value_class = configuration.get("mapreduce.job.output.value.class", Text::kJavaClass),
      .compression = compressionOf(configuration),
      .codec = engine::outputCodec(configuration)};
  auto sink = std::make_unique<formats::FileSink>(
      engine::createOutputFile(context, FileOutputFormat::getDefaultWorkFile(context, "")));
  return std::make_unique<SequenceFileWriter>(
      engine::orRaise(formats::SequenceWriter::create(std::move(sink), std::move(header))));
}

}  // namespace mammoth::mapreduce
