// Segments and indexes of map outputs: there and back, by their bytes, and damaged.
#include "mapreduce/io/ifile.h"

#include <gtest/gtest.h>

#include <vector>

#include "common/formats/memory_source.h"
#include "mapreduce/io/spill_index.h"
#include "tests/support/result_matchers.h"

namespace mammoth::mapreduce {
namespace {

using formats::Codec;

constexpr Codec kAll[] = {Codec::kNone, Codec::kDeflate, Codec::kGzip,  Codec::kBzip2,
                          Codec::kZstd, Codec::kLz4,     Codec::kSnappy};

using Records = std::vector<std::pair<std::string, std::string>>;

std::string segment(const Records& records, Codec codec, IFileLengths& lengths) {
  std::string bytes;
  formats::StringSink sink(bytes);
  IFileWriter writer(sink, codec);
  for (const auto& [key, value] : records) EXPECT_TRUE(writer.append(key, value));
  lengths = *writer.close();
  EXPECT_EQ(lengths.part, bytes.size());
  return bytes;
}

Result<Records> read(const std::string& bytes, Codec codec) {
  IFileReader reader(std::make_unique<formats::MemorySource>(bytes), bytes.size(), codec);
  Records records;
  while (TRY(reader.next())) records.emplace_back(reader.key(), reader.value());
  return records;
}

Records sample() {
  Records records;
  for (int i = 0; i < 5000; ++i)
    records.emplace_back("key" + std::to_string(i), std::string(i % 90, 'v'));
  records.emplace_back("", "");
  records.emplace_back("large", std::string(300'000, 'x'));
  records.emplace_back(std::string(100'000, 'k'), "");
  return records;
}

TEST(IFile, HasHadoopsBytes) {
  IFileLengths lengths;
  const std::string bytes = segment({{"a", "bc"}}, Codec::kNone, lengths);
  // lengths, key, value, end marker; the CRC32 of that
  EXPECT_EQ(bytes.substr(0, 7),
            "\x01\x02"
            "abc\xff\xff");
  EXPECT_EQ(lengths.raw, 7U);
  EXPECT_EQ(lengths.part, 11U);
  const std::string empty = segment({}, Codec::kNone, lengths);
  EXPECT_EQ(empty, std::string("\xff\xff\xff\xff\x00\x00", 6));
  EXPECT_EQ(lengths.raw, 2U);
}

TEST(IFile, ComesBackThroughEveryCodec) {
  const Records records = sample();
  for (const Codec codec : kAll) {
    IFileLengths lengths;
    const std::string bytes = segment(records, codec, lengths);
    const auto back = read(bytes, codec);
    ASSERT_TRUE(back) << extension_of(codec) << back.error().message;
    EXPECT_TRUE(*back == records) << extension_of(codec);
    EXPECT_TRUE(read(segment({}, codec, lengths), codec)->empty()) << extension_of(codec);
  }
}

TEST(IFile, NoticesEveryWrongBit) {
  Records records;
  for (int i = 0; i < 20; ++i) records.emplace_back("key" + std::to_string(i), "value");
  for (const Codec codec : kAll) {
    IFileLengths lengths;
    const std::string bytes = segment(records, codec, lengths);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
      EXPECT_FALSE(read(damaged, codec)) << extension_of(codec) << i;
      EXPECT_FALSE(read(bytes.substr(0, i), codec)) << extension_of(codec) << i;
    }
  }
}

TEST(IFile, RefusesLengthsThatMakeNoSense) {
  // A record that promises 2 GiB takes no memory before its bytes are there.
  for (const std::string& head :
       {std::string("\x8c\x7f\xff\xff\xff\x8c\x7f\xff\xff\xff"),
        std::string("\x8b\x01\xff\xff\xff\xff\x01"), std::string("\xfe\x01")}) {
    const auto records = read(head + "rest of it", Codec::kNone);
    ASSERT_FALSE(records);
  }
}

TEST(SpillIndex, ComesBack) {
  const std::vector<IndexRecord> records{{0, 1982, 1986}, {1986, 2, 6}};
  const std::string bytes = encode_spill_index(records);
  EXPECT_EQ(bytes.size(), 56U);
  EXPECT_EQ(bytes.substr(8, 8), std::string("\0\0\0\0\0\0\x07\xbe", 8));
  EXPECT_EQ(*decode_spill_index(as_byte_view(bytes), "/x"), records);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_FALSE(decode_spill_index(as_byte_view(damaged), "/x"));
    // Eight zeros are an index of nothing.
    if (i != 8) EXPECT_FALSE(decode_spill_index(as_byte_view(bytes).first(i), "/x"));
  }
  EXPECT_TRUE(decode_spill_index(as_byte_view(encode_spill_index({})), "/x")->empty());
}

}  // namespace
}  // namespace mammoth::mapreduce
