#include "common/base/bytes.h"
#include "hdfs-cli/commands/cat.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/text/avro_file.h"
#include "hdfs-cli/text/bzip2_source.h"
#include "hdfs-cli/text/inflate_source.h"
#include "hdfs-cli/text/sequence_file.h"
#include "hdfs-cli/text/snappy.h"

namespace mammoth::cli {

namespace {

// First by how the file begins, then by the end of its name.
class Text final : public Cat {
 public:
  using Cat::Cat;

 protected:
  Result<std::unique_ptr<ByteSource>> open(const PathData& item) override {
    auto file = std::make_unique<FileSource>(TRY(item.file_system->open(item.path)));
    std::array<std::byte, 3> head{};
    const std::size_t length = TRY(read_fully(*file, head));
    TRY(file->reader().seek(0));
    const std::string_view start = as_text(head).substr(0, length);
    if (start.starts_with("\x1f\x8b")) return inflate_source(std::move(file), DeflateFormat::kGzip);
    if (start == "SEQ") return sequence_file_source(std::move(file));
    if (start == "Obj") return avro_file_source(std::move(file));
    if (length < 2) return file;
    return decode_by_name(item.path, std::move(file));
  }

 private:
  static Result<std::unique_ptr<ByteSource>> decode_by_name(const std::string& name,
                                                            std::unique_ptr<ByteSource> file) {
    if (name.ends_with(".gz")) return inflate_source(std::move(file), DeflateFormat::kGzip);
    if (name.ends_with(".deflate")) return inflate_source(std::move(file), DeflateFormat::kZlib);
    if (name.ends_with(".bz2")) return bzip2_source(std::move(file));
    if (name.ends_with(".snappy")) return snappy_source(std::move(file));
    for (const std::string_view ending : {".lz4", ".zst"})
      if (name.ends_with(ending))
        return Error{ErrorCode::kUnsupportedOperation,
                     "Decompression of " + std::string(ending) + " files is not supported"};
    return file;
  }
};

}  // namespace

constexpr CommandInfo kText{
    "text", "[-ignoreCrc] <src> ...",
    "Shows files as text: what gzip, zlib (.deflate), bzip2 and snappy have compressed, "
    "SequenceFiles of basic "
    "types a line for each record, Avro files as JSON, and others as they are.",
    &make_command<Text>};

}  // namespace mammoth::cli
