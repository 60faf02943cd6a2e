// SequenceFiles there and back, in splits, damaged; files of Hadoop's own writer are in
// tests/unit/hdfs-cli/text_test.cc.
#include <gmock/gmock.h>

#include <random>

#include "common/base/clock.h"
#include "common/formats/sequence_reader.h"
#include "common/formats/sequence_writer.h"
#include "tests/support/fake_file_system.h"
#include "tests/support/result_matchers.h"

namespace mammoth::formats {
namespace {

using Records = std::vector<std::pair<std::string, std::string>>;

constexpr SequenceCompression kKinds[] = {SequenceCompression::kNone, SequenceCompression::kRecord,
                                          SequenceCompression::kBlock};

class SequenceFileTest : public ::testing::Test {
 protected:
  static std::string file(const Records& records, SequenceCompression compression,
                          Codec codec = Codec::kNone, std::uint64_t block_bytes = 2000) {
    std::string bytes;
    SequenceHeader header{.key_class = "org.apache.hadoop.io.Text",
                          .value_class = "org.apache.hadoop.io.BytesWritable",
                          .compression = compression,
                          .codec = codec,
                          .metadata = {{"owner", "me"}},
                          .sync = "0123456789abcdef"};
    const auto writer = *SequenceWriter::create(std::make_unique<StringSink>(bytes), header,
                                                {.block_bytes = block_bytes});
    for (const auto& [key, value] : records) EXPECT_TRUE(writer->append(key, value));
    EXPECT_TRUE(writer->close());
    EXPECT_EQ(writer->position(), bytes.size());
    return bytes;
  }

  Result<Records> read(const std::string& bytes, std::uint64_t start = 0,
                       std::uint64_t length = UINT64_MAX) {
    files_.add_file("/f", bytes);
    const auto reader = TRY(SequenceReader::open(*files_.open("/f"), start, length));
    Records records;
    while (TRY(reader->next())) records.emplace_back(reader->key(), reader->value());
    return records;
  }

  static Records sample(int count, int value_bytes) {
    std::minstd_rand random(3);
    Records records;
    for (int i = 0; i < count; ++i)
      records.emplace_back("key" + std::to_string(i),
                           std::string(random() % static_cast<unsigned>(value_bytes), 'v'));
    records.emplace_back("", "");
    return records;
  }

  SystemClock clock_;
  hdfs::FakeFileSystem files_{"hdfs://h:1", clock_};
};

TEST_F(SequenceFileTest, HasHadoopsBytes) {
  const std::string bytes = file({{"k", "val"}}, SequenceCompression::kNone);
  const std::string expected = std::string("SEQ\6\x19org.apache.hadoop.io.Text\"") +
                               "org.apache.hadoop.io.BytesWritable" +
                               std::string("\0\0\0\0\0\1", 6) + "\5owner\2me0123456789abcdef" +
                               std::string("\0\0\0\4\0\0\0\1kval", 12);
  EXPECT_EQ(bytes, expected);
}

TEST_F(SequenceFileTest, ComesBackThroughEveryCodec) {
  const Records records = sample(3000, 200);
  for (const SequenceCompression kind : kKinds) {
    for (const Codec codec : {Codec::kDeflate, Codec::kGzip, Codec::kBzip2, Codec::kZstd,
                              Codec::kLz4, Codec::kSnappy}) {
      const auto back = read(file(records, kind, codec));
      ASSERT_TRUE(back) << back.error().message;
      EXPECT_TRUE(*back == records) << extension_of(codec);
    }
    EXPECT_TRUE(read(file({}, kind))->empty());
  }
}

TEST_F(SequenceFileTest, ShowsItsHeader) {
  files_.add_file("/f", file({}, SequenceCompression::kBlock, Codec::kZstd));
  const auto reader = *SequenceReader::open(*files_.open("/f"));
  EXPECT_EQ(reader->header().key_class, "org.apache.hadoop.io.Text");
  EXPECT_EQ(reader->header().codec, Codec::kZstd);
  EXPECT_EQ(reader->header().metadata.at(0).second, "me");
}

TEST_F(SequenceFileTest, ReadsEveryRecordOnceHoweverItIsCut) {
  const Records records = sample(4000, 300);
  for (const SequenceCompression kind : kKinds) {
    const std::string bytes = file(records, kind, Codec::kNone, 20'000);
    for (const std::uint64_t size : {70'001UL, 150'000UL, 1'000'000UL}) {
      Records parts;
      for (std::uint64_t start = 0; start < bytes.size(); start += size)
        for (auto& record : *read(bytes, start, std::min(size, bytes.size() - start)))
          parts.push_back(std::move(record));
      EXPECT_TRUE(parts == records) << size;
    }
  }
  // Many small splits over a file of many markers.
  const std::string bytes = file(records, SequenceCompression::kBlock, Codec::kNone, 500);
  Records parts;
  for (std::uint64_t start = 0; start < bytes.size(); start += 97)
    for (auto& record : *read(bytes, start, std::min<std::uint64_t>(97, bytes.size() - start)))
      parts.push_back(std::move(record));
  EXPECT_TRUE(parts == records);
}

TEST_F(SequenceFileTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(read("this is text").error().message, "not a SequenceFile");
  EXPECT_EQ(read("").error().message, "not a SequenceFile");
  EXPECT_EQ(read("SEQ\7 and so on").error().code, ErrorCode::kUnsupportedOperation);
  std::string bytes = file({}, SequenceCompression::kBlock, Codec::kZstd);
  bytes.replace(bytes.find("ZStandard"), 9, "Something");
  EXPECT_EQ(read(bytes).error().message,
            "The codec org.apache.hadoop.io.compress.SomethingCodec is not supported");
}

TEST_F(SequenceFileTest, SurvivesDamage) {
  // Every byte changed and every cut: an error or some records, never a crash or an endless loop.
  for (const SequenceCompression kind : kKinds) {
    const std::string whole = file(sample(40, 30), kind, Codec::kNone, 300);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      (void)read(whole.substr(0, i));
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
      (void)read(damaged);
    }
  }
}

}  // namespace
}  // namespace mammoth::formats
