// The container files that -text shows. The bytes are those of Apache's own writers: Hadoop 3.4.2's
// SequenceFile.Writer and SnappyCodec, Avro 1.11.4's DataFileWriter.

#include <gtest/gtest.h>
#include <zlib.h>

#include "hdfs-cli/text/avro_file.h"
#include "hdfs-cli/text/json.h"
#include "hdfs-cli/text/sequence_file.h"
#include "tests/support/result_matchers.h"
#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

std::string base64(std::string_view text) {
  static constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<unsigned>(kLetters.find(c));
    if ((count += 6) >= 8) bytes.push_back(static_cast<char>(bits >> (count -= 8)));
  }
  return bytes;
}

// IntWritable 1, -2; Text "one", "zwölf".
constexpr std::string_view kPlainSequence =
    "U0VRBiBvcmcuYXBhY2hlLmhhZG9vcC5pby5JbnRXcml0YWJsZRlvcmcuYXBhY2hlLmhhZG9vcC5pby5UZXh0AAAAAAAA"
    "YqljzM7Gj4K5lQYob9OpnwAAAAgAAAAEAAAAAQNvbmUAAAALAAAABP////4GenfDtmxm";
constexpr std::string_view kRecordCompressed =
    "U0VRBiBvcmcuYXBhY2hlLmhhZG9vcC5pby5JbnRXcml0YWJsZRlvcmcuYXBhY2hlLmhhZG9vcC5pby5UZXh0AQAqb3Jn"
    "LmFwYWNoZS5oYWRvb3AuaW8uY29tcHJlc3MuRGVmYXVsdENvZGVjAAAAAMS3J/8MMR7QZu4Ny+YUC7cAAAAQAAAABAAA"
    "AAF4nGPOz0sFAAKeAUYAAAATAAAABP////54nGOrKj+8LScNAAvMA0M=";
constexpr std::string_view kBlockCompressed =
    "U0VRBiBvcmcuYXBhY2hlLmhhZG9vcC5pby5JbnRXcml0YWJsZRlvcmcuYXBhY2hlLmhhZG9vcC5pby5UZXh0AQEqb3Jn"
    "LmFwYWNoZS5oYWRvb3AuaW8uY29tcHJlc3MuRGVmYXVsdENvZGVjAAAAAMt1NGeQjEj387rvjX7m/HH/////y3U0Z5CM"
    "SPfzuu+Nfub8cQIKeJxjYQEAAA4ACRB4nGNgYGD8////PwAKAgP9CnicY2EHAAARAAwTeJxjzs9LZasqP7wtJw0AF00E"
    "iA==";
constexpr std::string_view kSequenceText = "1\tone\n-2\tzwölf\n";

// Two records with every kind of type, the first being a field of the second.
constexpr std::string_view kDeflatedAvro =
    "T2JqAQQWYXZyby5zY2hlbWGKB3sidHlwZSI6InJlY29yZCIsIm5hbWUiOiJSIiwibmFtZXNwYWNlIjoieC55IiwiZmll"
    "bGRzIjpbeyJuYW1lIjoiaSIsInR5cGUiOiJpbnQifSx7Im5hbWUiOiJ1IiwidHlwZSI6WyJudWxsIiwic3RyaW5nIix7"
    "InR5cGUiOiJlbnVtIiwibmFtZSI6IkUiLCJzeW1ib2xzIjpbIkEiLCJCIl19XX0seyJuYW1lIjoibSIsInR5cGUiOnsi"
    "dHlwZSI6Im1hcCIsInZhbHVlcyI6ImxvbmcifX0seyJuYW1lIjoibCIsInR5cGUiOnsidHlwZSI6ImFycmF5IiwiaXRl"
    "bXMiOiJkb3VibGUifX0seyJuYW1lIjoiYiIsInR5cGUiOiJieXRlcyJ9LHsibmFtZSI6ImYiLCJ0eXBlIjp7InR5cGUi"
    "OiJmaXhlZCIsIm5hbWUiOiJGIiwic2l6ZSI6Mn19LHsibmFtZSI6Im5leHQiLCJ0eXBlIjpbIm51bGwiLCJSIl19LHsi"
    "bmFtZSI6InQiLCJ0eXBlIjoiYm9vbGVhbiJ9LHsibmFtZSI6ImZsIiwidHlwZSI6ImZsb2F0In1dfRRhdnJvLmNvZGVj"
    "DmRlZmxhdGUAAAECAwQFBgcICQoLDA0ODwRYY2BgYGEAgx/2ULqegYXxpaMTA+PZM2dsr7OwMDGxZCvxMUBEmRgIaGAA"
    "EQAAAQIDBAUGBwgJCgsMDQ4P";
constexpr std::string_view kSnappyAvro =
    "T2JqAQQWYXZyby5zY2hlbWGKB3sidHlwZSI6InJlY29yZCIsIm5hbWUiOiJSIiwibmFtZXNwYWNlIjoieC55IiwiZmll"
    "bGRzIjpbeyJuYW1lIjoiaSIsInR5cGUiOiJpbnQifSx7Im5hbWUiOiJ1IiwidHlwZSI6WyJudWxsIiwic3RyaW5nIix7"
    "InR5cGUiOiJlbnVtIiwibmFtZSI6IkUiLCJzeW1ib2xzIjpbIkEiLCJCIl19XX0seyJuYW1lIjoibSIsInR5cGUiOnsi"
    "dHlwZSI6Im1hcCIsInZhbHVlcyI6ImxvbmcifX0seyJuYW1lIjoibCIsInR5cGUiOnsidHlwZSI6ImFycmF5IiwiaXRl"
    "bXMiOiJkb3VibGUifX0seyJuYW1lIjoiYiIsInR5cGUiOiJieXRlcyJ9LHsibmFtZSI6ImYiLCJ0eXBlIjp7InR5cGUi"
    "OiJmaXhlZCIsIm5hbWUiOiJGIiwic2l6ZSI6Mn19LHsibmFtZSI6Im5leHQiLCJ0eXBlIjpbIm51bGwiLCJSIl19LHsi"
    "bmFtZSI6InQiLCJ0eXBlIjoiYm9vbGVhbiJ9LHsibmFtZSI6ImZsIiwidHlwZSI6ImZsb2F0In1dfRRhdnJvLmNvZGVj"
    "DHNuYXBweQAAAQIDBAUGBwgJCgsMDQ4PBHRWEAAAAAQABQEE+D8FB2AA+H8ABAHpQUIAAc3MzD3XBAQCAgRrIg4ACRYE"
    "AgB6MQAQAM3MzD2ZWMPMAAECAwQFBgcICQoLDA0ODw==";
constexpr std::string_view kAvroText =
    R"({"i":0,"u":null,"m":{},"l":[1.5,"NaN"],"b":"\u0001é","f":"AB","next":null,"t":true,"fl":0.1})"
    "\n"
    R"({"i":-300,"u":{"x.y.E":"B"},"m":{"k\"":7},"l":[],"b":"\u0001é","f":"AB","next":{"x.y.R":)"
    R"({"i":0,"u":null,"m":{},"l":[1.5,"NaN"],"b":"\u0001é","f":"AB","next":null,"t":true,"fl":0.1}},)"
    R"("t":false,"fl":0.1})"
    "\n";

// Twenty lines "line line line".
constexpr std::string_view kSnappyFile = "AAABLAAAAB+sAhBsaW5lIBUFAAoVCgUU/g8A/g8A/g8A/g8AOg8A";

std::string gzip(std::string_view text) {
  z_stream stream{};
  ::deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

class TextTest : public ShellTest {
 protected:
  Outcome text_of(std::string content, const std::string& name = "/f") {
    hdfs_->add_file(name, std::move(content));
    return run({"-text", name});
  }
};

TEST_F(TextTest, ShowsOtherFilesAsTheyAre) {
  for (const char* content : {"", "x", "S", "SE", "Ob", "plain\n"})
    EXPECT_EQ(text_of(content).out, content);
}

TEST_F(TextTest, Gunzips) {
  // Several members are one file; one that is cut off is shown as far as it goes.
  EXPECT_EQ(text_of(gzip("one\n") + gzip("two\n")).out, "one\ntwo\n");
  const std::string packed = gzip("text that is long enough");
  const Outcome cut = text_of(packed.substr(0, packed.size() - 10));
  EXPECT_EQ(cut.err, "text: Unexpected end of ZLIB input stream\n");
  EXPECT_EQ(cut.code, 1);
  EXPECT_EQ(text_of("this is not gzip", "/f.gz").code, 1);
  EXPECT_EQ(text_of("this is not bzip2", "/f.bz2").code, 1);
}

TEST_F(TextTest, ShowsSequenceFiles) {
  EXPECT_EQ(text_of(base64(kPlainSequence)).out, kSequenceText);
  EXPECT_EQ(text_of(base64(kRecordCompressed)).out, kSequenceText);
  EXPECT_EQ(text_of(base64(kBlockCompressed)).out, kSequenceText);
}

TEST_F(TextTest, SaysWhichClassItDoesNotKnow) {
  std::string file = base64(kPlainSequence);
  file.replace(file.find("IntWritable"), 11, "ByteBuffers");
  EXPECT_EQ(text_of(file).err,
            "text: Values of the class org.apache.hadoop.io.ByteBuffers cannot be shown\n");
}

TEST_F(TextTest, ShowsAvroFiles) {
  EXPECT_EQ(text_of(base64(kDeflatedAvro)).out, kAvroText);
  EXPECT_EQ(text_of(base64(kSnappyAvro)).out, kAvroText);
  EXPECT_EQ(text_of("Objx").err, "text: Not an Avro data file\n");
}

TEST_F(TextTest, ShowsSnappyFiles) {
  std::string lines;
  for (int i = 0; i < 20; ++i) lines += "line line line\n";
  EXPECT_EQ(text_of(base64(kSnappyFile), "/f.snappy").out, lines);
}

TEST_F(TextTest, SurvivesDamage) {
  // Every file cut off at every place, and with every byte changed: an error or some text, never a
  // crash.
  for (const std::string_view file :
       {kPlainSequence, kRecordCompressed, kBlockCompressed, kDeflatedAvro, kSnappyAvro}) {
    const std::string whole = base64(file);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      text_of(whole.substr(0, i));
      for (const int bit : {0, 3, 7}) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
        text_of(damaged);
      }
    }
  }
}

TEST(Json, ReadsValues) {
  const Json json =
      *parse_json(R"( {"a" : [1, -2.5e3, true, null, "x\n\u00e9\ud83d\ude00"], "b":{}} )");
  EXPECT_EQ(json.find("a")->items[4].text, "x\né😀");
  EXPECT_EQ(json.find("a")->items[1].text, "-2.5e3");
  EXPECT_EQ(json.find("c"), nullptr);
  for (const char* wrong : {"", "{", "[1,]", "{\"a\"}", "\"x", "1 2", "\"\\x\""})
    EXPECT_FALSE(parse_json(wrong)) << wrong;
  EXPECT_FALSE(parse_json(std::string(100'000, '[')));
  EXPECT_EQ(json_quoted("a\"\\\n\x01é😀"), R"("a\"\\\n\u0001é\uD83D\uDE00")");
}

}  // namespace
}  // namespace mammoth::cli
