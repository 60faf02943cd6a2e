// The compressions of files and of the pieces of container files, by Hadoop's names
// (org.apache.hadoop.io.compress.CompressionCodecFactory). One table in codec.cc holds class name,
// short name and extension of each:
//
//   kDeflate  zlib's format             .deflate  DefaultCodec, DeflateCodec
//   kGzip     members                   .gz       GzipCodec
//   kBzip2    streams                   .bz2      BZip2Codec
//   kZstd     frames                    .zst      ZStandardCodec
//   kLz4      Hadoop's blocks of LZ4    .lz4      Lz4Codec
//   kSnappy   Hadoop's blocks of Snappy .snappy   SnappyCodec
//
// All functions are thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/formats/byte_sink.h"
#include "common/formats/byte_source.h"

namespace mammoth::formats {

enum class Codec { kNone, kDeflate, kGzip, kBzip2, kZstd, kLz4, kSnappy };

// By the end of a file's name; kNone for all others.
Codec codec_of_name(std::string_view path);
// By class name, full or without package, or short name ("gzip", "bzip2", "lz4", ...), in any case.
// Others are kIllegalArgument: "Compression codec x was not found."
Result<Codec> codec_of_class(std::string_view name);

// ".gz"; "" for kNone.
std::string_view extension_of(Codec codec);
// "org.apache.hadoop.io.compress.GzipCodec"; "" for kNone.
std::string_view class_name_of(Codec codec);
// Whether a file may be read from its middle. bzip2 could be (Hadoop does), here it is one split.
bool is_splittable(Codec codec);

// What `source` holds, decompressed. Damaged data is kIo and data cut off kEof, with Java's
// messages where it has some. Memory is bounded by the format's own blocks and windows.
std::unique_ptr<ByteSource> decompressor(Codec codec, std::unique_ptr<ByteSource> source);

// Compresses what is written into `sink`. `level` is the codec's own (gzip and deflate 0 to 9, zstd
// 1 to 22, bzip2 1 to 9); nothing: Hadoop's default.
std::unique_ptr<ByteSink> compressor(Codec codec, std::unique_ptr<ByteSink> sink,
                                     std::optional<int> level = std::nullopt);

// All of `bytes` at once. A result longer than `limit_bytes` is refused (kIo).
Result<std::string> decompress(Codec codec, std::string bytes, std::uint64_t limit_bytes = 1 << 30);
std::string compress(Codec codec, ByteView bytes, std::optional<int> level = std::nullopt);

}  // namespace mammoth::formats
