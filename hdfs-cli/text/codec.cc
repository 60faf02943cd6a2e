#include "hdfs-cli/text/codec.h"

#include "hdfs-cli/text/bzip2_source.h"
#include "hdfs-cli/text/inflate_source.h"
#include "hdfs-cli/text/memory_source.h"
#include "hdfs-cli/text/snappy.h"

namespace mammoth::cli {

namespace {

constexpr std::size_t kMaxBytes = 1 << 30;

std::unique_ptr<ByteSource> open(Codec codec, std::unique_ptr<ByteSource> source) {
  switch (codec) {
    case Codec::kZlib:
      return inflate_source(std::move(source), DeflateFormat::kZlib);
    case Codec::kDeflate:
      return inflate_source(std::move(source), DeflateFormat::kRaw);
    case Codec::kGzip:
      return inflate_source(std::move(source), DeflateFormat::kGzip);
    case Codec::kBzip2:
      return bzip2_source(std::move(source));
    case Codec::kSnappyBlocks:
      return snappy_source(std::move(source));
    case Codec::kNone:
    case Codec::kSnappy:
      return source;
  }
  return source;
}

}  // namespace

Result<std::string> decompress(Codec codec, std::string bytes) {
  if (codec == Codec::kNone) return bytes;
  if (codec == Codec::kSnappy) return snappy_decompress(bytes);
  const auto source = open(codec, std::make_unique<MemorySource>(std::move(bytes)));
  std::string plain;
  std::string part(64 * 1024, '\0');
  while (const std::size_t count = TRY(source->read(std::as_writable_bytes(std::span(part))))) {
    if (plain.size() + count > kMaxBytes)
      return Error{ErrorCode::kIo, "Compressed data is longer than 1 GiB"};
    plain.append(part, 0, count);
  }
  return plain;
}

}  // namespace mammoth::cli
