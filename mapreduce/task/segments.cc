#include "mapreduce/task/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "common/hdfs/local_file_system.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/io/ifile.h"
#include "mapreduce/io/spill_index.h"

namespace mammoth::mapreduce::engine {

namespace {

formats::Codec codec_of(const std::string& name) {
  return name.empty() ? formats::Codec::kNone : orRaise(formats::codec_of_class(name));
}

constexpr std::uint16_t kUmask = 077;

std::unique_ptr<hdfs::FileSystem> local() {
  return std::make_unique<hdfs::LocalFileSystem>(kUmask);
}

std::unique_ptr<formats::FileSink> create(const std::string& path) {
  hdfs::CreateOptions options;
  options.permission = 0600;
  return std::make_unique<formats::FileSink>(orRaise(local()->create(path, options)));
}

class SegmentRecords final : public RawRecords {
 public:
  SegmentRecords(const Segment& segment, formats::Codec codec)
      : path_(segment.path), reader_(open(segment), segment.part_length, codec) {}

  bool next() override {
    const Result<bool> found = reader_.next();
    if (!found) raise({found.error().code, fmt::format("{}: {}", path_, found.error().message)});
    if (!*found) return false;
    key_ = reader_.key();
    value_ = reader_.value();
    return true;
  }

 private:
  static std::unique_ptr<formats::ByteSource> open(const Segment& segment) {
    auto file = orRaise(local()->open(segment.path));
    orRaise(file->seek(segment.start));
    return std::make_unique<formats::FileSource>(std::move(file));
  }

  const std::string path_;
  IFileReader reader_;
};

}  // namespace

std::uint64_t SegmentFile::materializedBytes() const {
  std::uint64_t bytes = 0;
  for (const Segment& segment : partitions) bytes += segment.part_length;
  return bytes;
}

struct SegmentWriter::Impl {
  std::string path;
  std::unique_ptr<formats::FileSink> file;
  formats::Codec codec;
  std::unique_ptr<IFileWriter> segment{};
  std::vector<IndexRecord> index{};
  std::uint64_t position = 0;
};

SegmentWriter::SegmentWriter(std::string path, const std::string& codec)
    : impl_(new Impl{path, create(path), codec_of(codec)}) {}

SegmentWriter::~SegmentWriter() = default;

void SegmentWriter::beginPartition() {
  impl_->segment = std::make_unique<IFileWriter>(*impl_->file, impl_->codec);
}

void SegmentWriter::append(std::string_view key, std::string_view value) {
  const Result<void> appended = impl_->segment->append(key, value);
  if (!appended) [[unlikely]]
    raise(appended.error());
  ++records_;
}

void SegmentWriter::endPartition() {
  const IFileLengths lengths = orRaise(impl_->segment->close());
  impl_->index.push_back({impl_->position, lengths.raw, lengths.part});
  impl_->position += lengths.part;
}

SegmentFile SegmentWriter::finish() {
  orRaise(impl_->file->close());
  const auto index = create(impl_->path + ".index");
  orRaise(index->write(std::string_view(encode_spill_index(impl_->index))));
  orRaise(index->close());
  SegmentFile file{impl_->path, {}};
  for (const IndexRecord& entry : impl_->index)
    file.partitions.push_back(
        {impl_->path, entry.start_offset, entry.raw_length, entry.part_length});
  return file;
}

std::unique_ptr<RawRecords> openSegment(const Segment& segment, const std::string& codec) {
  return std::make_unique<SegmentRecords>(segment, codec_of(codec));
}

SegmentMerge::SegmentMerge(std::vector<Segment> segments, KeyOrder order, Options options)
    : options_(std::move(options)) {
  // Segments without records: only an end marker.
  std::erase_if(segments, [](const Segment& segment) { return segment.raw_length <= 2; });
  for (bool first = true; segments.size() > options_.factor; first = false)
    mergePass(segments, pass_size(segments.size(), options_.factor, first), order);
  std::vector<std::unique_ptr<RawRecords>> streams;
  for (const Segment& segment : segments) streams.push_back(openSegment(segment, options_.codec));
  records_ = merge(std::move(streams), order);
}

SegmentMerge::~SegmentMerge() {
  records_.reset();
  for (const std::string& path : scratch_files_) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    std::filesystem::remove(path + ".index", ignored);
  }
}

// The shortest ones become one.
void SegmentMerge::mergePass(std::vector<Segment>& segments, std::size_t count, KeyOrder order) {
  std::ranges::sort(segments, {}, &Segment::part_length);
  std::vector<std::unique_ptr<RawRecords>> streams;
  for (std::size_t i = 0; i < count; ++i)
    streams.push_back(openSegment(segments[i], options_.codec));
  const auto merged = merge(std::move(streams), order);
  const std::string path = fmt::format("{}.{}", options_.scratch, scratch_files_.size());
  scratch_files_.push_back(path);
  SegmentWriter writer(path, options_.codec);
  writer.beginPartition();
  while (merged->next()) writer.append(merged->key(), merged->value());
  writer.endPartition();
  spilled_records_ += writer.records();
  segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(count));
  segments.push_back(writer.finish().partitions.front());
}

}  // namespace mammoth::mapreduce::engine
