#include "common/base/bytes.h"
#include "common/formats/codec.h"
#include "hdfs-cli/commands/cat.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/text/avro_file.h"
#include "hdfs-cli/text/sequence_file.h"

namespace mammoth::cli {

using formats::Codec;
using formats::decompressor;

namespace {

// Hadoop's shell leaves gzip files to Java, which has its own word for one that is cut off.
class JavaGzip final : public ByteSource {
 public:
  explicit JavaGzip(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  Result<std::size_t> read(std::span<std::byte> buffer) override {
    auto count = source_->read(buffer);
    if (!count && count.error().code == ErrorCode::kEof)
      return Error{ErrorCode::kEof, "Unexpected end of ZLIB input stream"};
    return count;
  }

 private:
  const std::unique_ptr<ByteSource> source_;
};

// First by how the file begins, then by the end of its name.
class Text final : public Cat {
 public:
  using Cat::Cat;

 protected:
  Result<std::unique_ptr<ByteSource>> open(const PathData& item) override {
    auto file = std::make_unique<formats::FileSource>(TRY(item.file_system->open(item.path)));
    std::array<std::byte, 3> head{};
    const std::size_t length = TRY(formats::read_fully(*file, head));
    TRY(file->reader().seek(0));
    const std::string_view start = as_text(head).substr(0, length);
    if (start.starts_with("\x1f\x8b"))
      return std::make_unique<JavaGzip>(decompressor(Codec::kGzip, std::move(file)));
    if (start == "SEQ") return sequence_file_source(file->release());
    if (start == "Obj") return avro_file_source(std::move(file));
    if (length < 2) return file;
    return decompressor(formats::codec_of_name(item.path), std::move(file));
  }
};

}  // namespace

constexpr CommandInfo kText{
    "text", "[-ignoreCrc] <src> ...",
    "Shows files as text: what gzip, zlib (.deflate), bzip2, zstd (.zst), lz4 and snappy have "
    "compressed, SequenceFiles of basic "
    "types a line for each record, Avro files as JSON, and others as they are.",
    &make_command<Text>};

}  // namespace mammoth::cli
