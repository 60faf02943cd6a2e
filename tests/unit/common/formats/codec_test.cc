// Every codec there and back, what damage does, and bytes that Apache's writers made.
#include "common/formats/codec.h"

#include <gmock/gmock.h>

#include <random>

#include "common/formats/block_source.h"
#include "common/formats/memory_source.h"
#include "tests/support/result_matchers.h"

namespace mammoth::formats {
namespace {

constexpr Codec kAll[] = {Codec::kNone, Codec::kDeflate, Codec::kGzip,  Codec::kBzip2,
                          Codec::kZstd, Codec::kLz4,     Codec::kSnappy};

// Half of it words, half of it noise.
std::string sample(std::size_t size_bytes) {
  std::minstd_rand random(7);
  std::string text;
  while (text.size() < size_bytes) {
    if (text.size() / 1000 % 2 == 0)
      text += "the quick brown fox ";
    else
      text.push_back(static_cast<char>(random()));
  }
  text.resize(size_bytes);
  return text;
}

std::string unhex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

TEST(Codec, HasHadoopsNames) {
  EXPECT_EQ(codec_of_name("/a/b.gz"), Codec::kGzip);
  EXPECT_EQ(codec_of_name("x.deflate"), Codec::kDeflate);
  EXPECT_EQ(codec_of_name("x.bz2"), Codec::kBzip2);
  EXPECT_EQ(codec_of_name("x.zst"), Codec::kZstd);
  EXPECT_EQ(codec_of_name("x.lz4"), Codec::kLz4);
  EXPECT_EQ(codec_of_name("x.snappy"), Codec::kSnappy);
  EXPECT_EQ(codec_of_name("x.txt"), Codec::kNone);
  EXPECT_EQ(*codec_of_class("org.apache.hadoop.io.compress.BZip2Codec"), Codec::kBzip2);
  EXPECT_EQ(*codec_of_class("DefaultCodec"), Codec::kDeflate);
  EXPECT_EQ(*codec_of_class("gzip"), Codec::kGzip);
  EXPECT_EQ(*codec_of_class("SnappyCodec"), Codec::kSnappy);
  const auto unknown = codec_of_class("com.example.Codec");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "Compression codec com.example.Codec was not found.");
  for (const Codec codec : kAll) {
    if (codec == Codec::kNone) continue;
    EXPECT_EQ(*codec_of_class(class_name_of(codec)), codec);
    EXPECT_EQ(codec_of_name("x" + std::string(extension_of(codec))), codec);
  }
}

TEST(Codec, ComesBackWhole) {
  for (const Codec codec : kAll) {
    for (const std::size_t size : {0UL, 1UL, 1000UL, 262'144UL, 3'000'000UL}) {
      const std::string plain = sample(size);
      const std::string packed = compress(codec, as_byte_view(plain));
      const auto back = decompress(codec, packed);
      ASSERT_TRUE(back) << extension_of(codec) << size << back.error().message;
      EXPECT_TRUE(*back == plain) << extension_of(codec) << size;
    }
  }
}

TEST(Codec, TakesManySmallWrites) {
  for (const Codec codec : kAll) {
    std::string packed;
    std::string plain;
    const auto sink = compressor(codec, std::make_unique<StringSink>(packed));
    for (int i = 0; i < 50'000; ++i) {
      const std::string line = std::to_string(i) + "\n";
      plain += line;
      ASSERT_TRUE(sink->write(line));
    }
    ASSERT_TRUE(sink->close());
    ASSERT_TRUE(sink->close());
    EXPECT_TRUE(*decompress(codec, packed) == plain) << extension_of(codec);
  }
}

TEST(Codec, ReadsSeveralStreamsAsOne) {
  for (const Codec codec : {Codec::kGzip, Codec::kBzip2, Codec::kZstd, Codec::kLz4, Codec::kSnappy})
    EXPECT_EQ(*decompress(codec, compress(codec, as_byte_view("one\n")) +
                                     compress(codec, as_byte_view("two\n"))),
              "one\ntwo\n")
        << extension_of(codec);
}

TEST(Codec, RefusesDamage) {
  const std::string plain = sample(20'000);
  for (const Codec codec : kAll) {
    if (codec == Codec::kNone) continue;
    const std::string packed = compress(codec, as_byte_view(plain));
    EXPECT_FALSE(decompress(codec, packed.substr(0, packed.size() / 2))) << extension_of(codec);
    EXPECT_FALSE(decompress(codec, "this is something else altogether")) << extension_of(codec);
    // Whatever bit is wrong: never a crash, and never without an end.
    for (std::size_t i = 0; i < packed.size(); i += 7) {
      std::string damaged = packed;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
      (void)decompress(codec, damaged);
    }
  }
}

TEST(Codec, BoundsWhatComesOut) {
  const std::string zeros(1 << 20, '\0');
  for (const Codec codec : kAll)
    if (codec != Codec::kNone)
      EXPECT_FALSE(decompress(codec, compress(codec, as_byte_view(zeros)), 1 << 19));
  // Lengths that promise 4 GiB, with nothing behind them.
  for (const Codec codec : {Codec::kLz4, Codec::kSnappy}) {
    EXPECT_FALSE(decompress(codec, unhex("ffffffffffffffff00")));
    EXPECT_FALSE(decompress(codec, unhex("7fffffff3fffffff00")));
  }
  EXPECT_FALSE(snappy_decompress(unhex("ffffffff0f00")));
}

// Blocks end where BlockCompressorStream ends them: a write that does not fit begins a new one, and
// one that is longer than a buffer is a block of several chunks.
TEST(Codec, FramesBlocksAsHadoop) {
  std::string packed;
  const auto sink = compressor(Codec::kLz4, std::make_unique<StringSink>(packed));
  ASSERT_TRUE(sink->write(std::string(200'000, 'a')));
  ASSERT_TRUE(sink->write(std::string(100'000, 'b')));
  ASSERT_TRUE(sink->write(std::string(300'000, 'c')));
  ASSERT_TRUE(sink->close());
  std::vector<std::size_t> blocks;
  std::size_t position = 0;
  const auto u32 = [&] {
    std::size_t value = 0;
    for (int i = 0; i < 4; ++i)
      value = value << 8 | static_cast<unsigned char>(packed.at(position++));
    return value;
  };
  const std::vector<std::size_t> chunks{1, 1, 2};
  for (const std::size_t count : chunks) {
    blocks.push_back(u32());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t length = u32();
      position += length;
    }
  }
  EXPECT_THAT(blocks, ::testing::ElementsAre(200'000, 100'000, 300'000));
  // After a block of its own, what is left is a block of nothing.
  EXPECT_EQ(packed.substr(position), unhex("00000000"));
  EXPECT_EQ(compress(Codec::kSnappy, {}), unhex("00000000"));
}

}  // namespace
}  // namespace mammoth::formats
