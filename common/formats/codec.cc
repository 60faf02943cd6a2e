#include "common/formats/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "common/base/check.h"
#include "common/formats/block_sink.h"
#include "common/formats/block_source.h"
#include "common/formats/bzip2_sink.h"
#include "common/formats/bzip2_source.h"
#include "common/formats/deflate_sink.h"
#include "common/formats/inflate_source.h"
#include "common/formats/memory_source.h"
#include "common/formats/zstd_stream.h"

namespace mammoth::formats {

namespace {

constexpr std::string_view kPackage = "org.apache.hadoop.io.compress.";

struct Row {
  Codec codec;
  std::string_view class_name;
  std::string_view short_name;
  std::string_view extension;
};

// The first row of a codec is the one it is written with.
constexpr std::array kRows{
    Row{Codec::kNone, "", "", ""},
    Row{Codec::kDeflate, "org.apache.hadoop.io.compress.DefaultCodec", "default", ".deflate"},
    Row{Codec::kDeflate, "org.apache.hadoop.io.compress.DeflateCodec", "deflate", ".deflate"},
    Row{Codec::kGzip, "org.apache.hadoop.io.compress.GzipCodec", "gzip", ".gz"},
    Row{Codec::kBzip2, "org.apache.hadoop.io.compress.BZip2Codec", "bzip2", ".bz2"},
    Row{Codec::kZstd, "org.apache.hadoop.io.compress.ZStandardCodec", "zstandard", ".zst"},
    Row{Codec::kZstd, "org.apache.hadoop.io.compress.ZStandardCodec", "zstd", ".zst"},
    Row{Codec::kLz4, "org.apache.hadoop.io.compress.Lz4Codec", "lz4", ".lz4"},
    Row{Codec::kSnappy, "org.apache.hadoop.io.compress.SnappyCodec", "snappy", ".snappy"},
};

const Row& row_of(Codec codec) {
  return *std::ranges::find(kRows, codec, &Row::codec);
}

bool equal_in_any_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

Codec codec_of_name(std::string_view path) {
  for (const Row& row : kRows)
    if (row.codec != Codec::kNone && path.ends_with(row.extension)) return row.codec;
  return Codec::kNone;
}

Result<Codec> codec_of_class(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.codec == Codec::kNone) continue;
    if (name == row.class_name || equal_in_any_case(name, row.class_name.substr(kPackage.size())) ||
        equal_in_any_case(name, row.short_name))
      return row.codec;
  }
  return Error{ErrorCode::kIllegalArgument,
               fmt::format("Compression codec {} was not found.", name)};
}

std::string_view extension_of(Codec codec) {
  return row_of(codec).extension;
}

std::string_view class_name_of(Codec codec) {
  return row_of(codec).class_name;
}

bool is_splittable(Codec codec) {
  return codec == Codec::kNone;
}

std::unique_ptr<ByteSource> decompressor(Codec codec, std::unique_ptr<ByteSource> source) {
  switch (codec) {
    case Codec::kNone:
      return source;
    case Codec::kDeflate:
      return inflate_source(std::move(source), DeflateFormat::kZlib);
    case Codec::kGzip:
      return inflate_source(std::move(source), DeflateFormat::kGzip);
    case Codec::kBzip2:
      return bzip2_source(std::move(source));
    case Codec::kZstd:
      return zstd_source(std::move(source));
    case Codec::kLz4:
      return lz4_source(std::move(source));
    case Codec::kSnappy:
      return snappy_source(std::move(source));
  }
  return source;
}

std::unique_ptr<ByteSink> compressor(Codec codec, std::unique_ptr<ByteSink> sink,
                                     std::optional<int> level) {
  switch (codec) {
    case Codec::kNone:
      return sink;
    case Codec::kDeflate:
      return deflate_sink(std::move(sink), DeflateFormat::kZlib, level);
    case Codec::kGzip:
      return deflate_sink(std::move(sink), DeflateFormat::kGzip, level);
    case Codec::kBzip2:
      return bzip2_sink(std::move(sink), level);
    case Codec::kZstd:
      return zstd_sink(std::move(sink), level);
    case Codec::kLz4:
      return lz4_sink(std::move(sink));
    case Codec::kSnappy:
      return snappy_sink(std::move(sink));
  }
  return sink;
}

Result<std::string> decompress(Codec codec, std::string bytes, std::uint64_t limit_bytes) {
  if (codec == Codec::kNone) return bytes;
  return read_all(*decompressor(codec, std::make_unique<MemorySource>(std::move(bytes))),
                  limit_bytes);
}

std::string compress(Codec codec, ByteView bytes, std::optional<int> level) {
  std::string packed;
  const auto sink = compressor(codec, std::make_unique<StringSink>(packed), level);
  check(sink->write(bytes) && sink->close(), "a string takes every byte");
  return packed;
}

}  // namespace mammoth::formats
