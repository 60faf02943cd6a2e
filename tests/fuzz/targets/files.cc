// Files that somebody else wrote: compressed ones, SequenceFiles, Avro's, IFiles, their index.
#include "common/formats/codec.h"
#include "common/formats/line_reader.h"
#include "common/formats/memory_source.h"
#include "common/formats/sequence_reader.h"
#include "datanode/replicas/version_file.h"
#include "hdfs-cli/text/avro_file.h"
#include "mapreduce/io/ifile.h"
#include "mapreduce/io/spill_index.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

using namespace formats;

constexpr std::uint64_t kLimitBytes = 16 << 20;

class MemoryFile final : public hdfs::FileReader {
 public:
  explicit MemoryFile(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<std::byte> buffer) override {
    const auto count = TRY(read_at(position_, buffer));
    position_ += count;
    return count;
  }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
    if (offset >= bytes_.size()) return 0;
    const auto count = std::min<std::size_t>(buffer.size(), bytes_.size() - offset);
    std::ranges::copy(as_byte_view(bytes_.substr(offset, count)), buffer.begin());
    return count;
  }
  Result<void> seek(std::uint64_t position) override {
    position_ = position;
    return {};
  }
  std::uint64_t position() const override { return position_; }
  std::uint64_t length_bytes() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::uint64_t position_ = 0;
};

template <Codec codec>
void expand(std::string_view bytes) {
  (void)decompress(codec, std::string(bytes), kLimitBytes);
}

void read_sequence_file(std::string_view bytes) {
  auto reader = SequenceReader::open(std::make_unique<MemoryFile>(bytes));
  if (!reader) return;
  for (int records = 0; records < 10'000; ++records) {
    const auto more = (*reader)->next();
    if (!more || !*more) return;
  }
}

void read_avro(std::string_view bytes) {
  auto source = cli::avro_file_source(std::make_unique<MemorySource>(std::string(bytes)));
  if (source) (void)read_all(**source, kLimitBytes);
}

void read_ifile(std::string_view bytes) {
  mapreduce::IFileReader reader(std::make_unique<MemorySource>(std::string(bytes)), bytes.size(),
                                Codec::kNone);
  for (;;) {
    const auto more = reader.next();
    if (!more || !*more) return;
  }
}

void read_lines(std::string_view bytes) {
  const std::size_t cut = bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]) % 4;
  const std::string delimiter(bytes.substr(0, std::min(cut, bytes.size())));
  LineReader reader(std::make_unique<MemorySource>(std::string(bytes)),
                    {.delimiter = delimiter, .max_line_bytes = 64, .buffer_bytes = 16});
  std::string_view line;
  for (;;) {
    const auto more = reader.next(line);
    if (!more || !*more) return;
  }
}

std::string compressed(Codec codec) {
  return compress(codec, as_byte_view("compressible compressible compressible"));
}

const Registration gzip{{"gzip", expand<Codec::kGzip>, {compressed(Codec::kGzip)}}};
const Registration deflate{{"deflate", expand<Codec::kDeflate>, {compressed(Codec::kDeflate)}}};
const Registration bzip2{{"bzip2", expand<Codec::kBzip2>, {compressed(Codec::kBzip2)}}};
const Registration zstd{{"zstd", expand<Codec::kZstd>, {compressed(Codec::kZstd)}}};
const Registration lz4{{"lz4", expand<Codec::kLz4>, {compressed(Codec::kLz4)}}};
const Registration snappy{{"snappy", expand<Codec::kSnappy>, {compressed(Codec::kSnappy)}}};
const Registration sequence{{"sequence_file", read_sequence_file, {"SEQ\x06\x04Text\x04Text"}}};
const Registration avro{{"avro_file", read_avro, {"Obj\x01"}}};
const Registration ifile{
    {"ifile", read_ifile, {std::string("\x01\x01kv\xff\xff\x00\x00\x00\x00", 10)}}};
const Registration lines{{"lines", read_lines, {"a\nb\r\nc\rd", "\x02|one\x02|two"}}};
const Registration index{
    {"spill_index",
     [](std::string_view bytes) { (void)mapreduce::decode_spill_index(as_byte_view(bytes), "f"); },
     {mapreduce::encode_spill_index({{{0, 10, 14}}})}}};
const Registration version{{"version_file",
                            [](std::string_view bytes) { (void)datanode::parse_properties(bytes); },
                            {"#Mon\nlayoutVersion=-57\nstorageID=DS\\:1\n"}}};

}  // namespace

}  // namespace mammoth::fuzz
