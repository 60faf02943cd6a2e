#include "mapreduce/api/sequence_output.h"

#include "common/formats/sequence_reader.h"
#include "common/formats/sequence_writer.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"

namespace mammoth::mapreduce::engine {

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

void SequenceOutput::appendBytes(std::string_view key, std::string_view value) {
  orRaise(impl_->writer->append(key, value));
}

void SequenceOutput::close() {
  orRaise(impl_->writer->close());
}

std::pair<std::string, std::string> firstOfSequence(const std::string& path,
                                                    const Configuration& configuration) {
  const auto reader = orRaise(formats::SequenceReader::open(Files(configuration).open(path)));
  if (!orRaise(reader->next())) throw IOException(path + " has no records");
  return {std::string(reader->key()), std::string(reader->value())};
}

std::vector<std::string> keysOfSequence(const std::string& path,
                                        const Configuration& configuration) {
  try {
    const auto reader = orRaise(formats::SequenceReader::open(Files(configuration).open(path)));
    std::vector<std::string> keys;
    while (orRaise(reader->next())) keys.emplace_back(reader->key());
    return keys;
  } catch (const Exception& failure) {
    throw IllegalArgumentException("Can't read partitions file: " + std::string(failure.what()));
  }
}

std::string valueClassOfSequence(const std::string& path, const Configuration& configuration) {
  return orRaise(formats::SequenceReader::open(Files(configuration).open(path)))
      ->header()
      .value_class;
}

}  // namespace mammoth::mapreduce::engine
