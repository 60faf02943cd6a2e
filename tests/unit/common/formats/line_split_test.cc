// Lines of streams and of splits: however a file is cut, its lines are all read, each once.
#include "common/formats/line_split.h"

#include <gmock/gmock.h>

#include <chrono>
#include <random>

#include "common/base/clock.h"
#include "common/formats/memory_source.h"
#include "tests/support/fake_file_system.h"
#include "tests/support/result_matchers.h"

namespace mammoth::formats {
namespace {

using ::testing::ElementsAre;

// Hands out one byte after the other, so that every border is a border of reads.
class Trickle final : public ByteSource {
 public:
  explicit Trickle(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(std::span<std::byte> buffer) override {
    if (position_ == bytes_.size()) return 0;
    buffer[0] = static_cast<std::byte>(bytes_[position_++]);
    return 1;
  }

 private:
  const std::string bytes_;
  std::size_t position_ = 0;
};

std::vector<std::string> lines_of(const std::string& bytes, const LineOptions& options = {}) {
  std::vector<std::string> lines;
  LineReader reader(std::make_unique<MemorySource>(bytes), options);
  LineOptions tiny = options;
  tiny.buffer_bytes = 1;
  LineReader slow(std::make_unique<Trickle>(bytes), tiny);
  std::string_view line;
  std::string_view same;
  while (*reader.next(line)) {
    EXPECT_TRUE(*slow.next(same));
    EXPECT_EQ(line, same);
    EXPECT_EQ(reader.position(), slow.position());
    EXPECT_EQ(reader.is_too_long(), slow.is_too_long());
    lines.emplace_back(reader.is_too_long() ? "too long" : line);
  }
  EXPECT_FALSE(*slow.next(same));
  EXPECT_EQ(reader.position(), bytes.size());
  return lines;
}

TEST(LineReader, EndsLinesAsHadoop) {
  EXPECT_THAT(lines_of(""), ElementsAre());
  EXPECT_THAT(lines_of("\n"), ElementsAre(""));
  EXPECT_THAT(lines_of("a"), ElementsAre("a"));
  EXPECT_THAT(lines_of("a\nb\n"), ElementsAre("a", "b"));
  EXPECT_THAT(lines_of("a\r\nb\rc\n\rd\r"), ElementsAre("a", "b", "c", "", "d"));
  EXPECT_THAT(lines_of("\r\r\n\n"), ElementsAre("", "", ""));
  EXPECT_THAT(lines_of(std::string("a\0b\nc", 5)), ElementsAre(std::string("a\0b", 3), "c"));
}

TEST(LineReader, TakesDelimiters) {
  EXPECT_THAT(lines_of("a||b|c||", {.delimiter = "||"}), ElementsAre("a", "b|c"));
  EXPECT_THAT(lines_of("a\nb;c", {.delimiter = ";"}), ElementsAre("a\nb", "c"));
  EXPECT_THAT(lines_of("aab", {.delimiter = "ab"}), ElementsAre("a"));
}

TEST(LineReader, DropsWhatIsTooLong) {
  const LineOptions options{.max_line_bytes = 5};
  EXPECT_THAT(lines_of("abc\nabcd\nabcdefghijklmnop\nx\nabcdefgh", options),
              ElementsAre("abc", "too long", "too long", "x", "too long"));
  // However long it is, it takes no memory.
  std::string bytes(10 << 20, 'x');
  bytes += "\nshort\n";
  LineReader reader(std::make_unique<MemorySource>(bytes),
                    {.max_line_bytes = 100, .buffer_bytes = 1024});
  std::string_view line;
  EXPECT_TRUE(*reader.next(line));
  EXPECT_TRUE(reader.is_too_long());
  EXPECT_TRUE(*reader.next(line));
  EXPECT_EQ(line, "short");
}

class LineSplitTest : public ::testing::Test {
 protected:
  std::vector<std::string> split(const std::string& content, std::uint64_t start,
                                 std::uint64_t length, const LineOptions& options = {},
                                 Codec codec = Codec::kNone) {
    files_.add_file("/f", content);
    auto reader = LineSplitReader::open(*files_.open("/f"), codec, start, length, options);
    EXPECT_TRUE(reader) << reader.error().message;
    std::vector<std::string> lines;
    Line line;
    while (*(*reader)->next(line)) {
      lines.emplace_back(line.text);
      offsets_.push_back(line.offset);
    }
    return lines;
  }

  SystemClock clock_;
  hdfs::FakeFileSystem files_{"hdfs://h:1", clock_};
  std::vector<std::uint64_t> offsets_;
};

TEST_F(LineSplitTest, ReadsOneLinePastItsEnd) {
  EXPECT_THAT(split("ab\ncd\nef\n", 0, 3), ElementsAre("ab", "cd"));
  EXPECT_THAT(split("ab\ncd\nef\n", 3, 6), ElementsAre("ef"));
  EXPECT_THAT(offsets_, ElementsAre(0, 3, 6));
  EXPECT_THAT(split("ab\r\ncd", 0, 3), ElementsAre("ab"));
  EXPECT_THAT(split("ab\r\ncd", 3, 3), ElementsAre("cd"));
  EXPECT_THAT(split("", 0, 0), ElementsAre());
}

TEST_F(LineSplitTest, DropsAByteOrderMarkOnlyAtTheBeginning) {
  EXPECT_THAT(split("\xef\xbb\xbf"
                    "a\n\xef\xbb\xbf"
                    "b\n",
                    0, 100),
              ElementsAre("a",
                          "\xef\xbb\xbf"
                          "b"));
  EXPECT_THAT(offsets_, ElementsAre(0, 5));
}

TEST_F(LineSplitTest, DropsTheRestOfALongLineOnce) {
  // The line that is too long crosses the border: the second split has the line behind it.
  const std::string content = "a\n" + std::string(50, 'x') + "\nb\nc\n";
  const LineOptions options{.max_line_bytes = 10};
  EXPECT_THAT(split(content, 0, 20, options), ElementsAre("a"));
  EXPECT_THAT(split(content, 20, 100, options), ElementsAre("b", "c"));
}

TEST_F(LineSplitTest, ReadsEveryLineOnceHoweverItIsCut) {
  std::minstd_rand random(11);
  for (int round = 0; round < 400; ++round) {
    const LineOptions options{.delimiter = round % 2 == 0 ? "" : "=+",
                              .buffer_bytes = 1 + random() % 40};
    const std::string_view alphabet = round % 2 == 0 ? "ab\r\n" : "ab=+";
    std::string content;
    for (auto i = random() % 60; i > 0; --i)
      content.push_back(alphabet[random() % alphabet.size()]);
    const auto whole = split(content, 0, content.size(), options);
    std::vector<std::string> parts;
    for (std::size_t start = 0; start < content.size();) {
      const std::size_t length = std::min<std::size_t>(1 + random() % 9, content.size() - start);
      for (std::string& line : split(content, start, length, options))
        parts.push_back(std::move(line));
      start += length;
    }
    if (!content.empty()) EXPECT_EQ(parts, whole) << ::testing::PrintToString(content);
  }
}

TEST_F(LineSplitTest, ReadsCompressedFilesAsAWhole) {
  const std::string packed = compress(Codec::kGzip, as_byte_view("one\ntwo\n"));
  EXPECT_THAT(split(packed, 0, 3, {}, Codec::kGzip), ElementsAre("one", "two"));
  const auto middle = LineSplitReader::open(*files_.open("/f"), Codec::kGzip, 3, 10);
  ASSERT_FALSE(middle);
  EXPECT_EQ(middle.error().message,
            "Cannot seek in org.apache.hadoop.io.compress.GzipCodec compressed stream");
}

TEST(LineReader, IsFast) {
  std::string text;
  while (text.size() < 64 << 20) text += "It was the best of times, it was the worst of times\n";
  LineReader reader(std::make_unique<MemorySource>(text));
  const auto start = std::chrono::steady_clock::now();
  std::string_view line;
  std::size_t bytes = 0;
  while (*reader.next(line)) bytes += line.size() + 1;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(bytes, text.size());
  RecordProperty("megabytes_per_second",
                 static_cast<int>(static_cast<double>(bytes) / seconds.count() / 1e6));
  std::printf("%.0f MB/s\n", static_cast<double>(bytes) / seconds.count() / 1e6);
}

}  // namespace
}  // namespace mammoth::formats
