#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "common/tfile/tfile_reader.h"
#include "common/tfile/tfile_writer.h"
#include "tests/support/hex.h"
#include "tests/support/temporary_directory.h"
#include "yarn/node_manager/logs/log_keeper.h"

namespace mammoth::yarn::node {
namespace {

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const unsigned char byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

std::string number(std::int64_t value) {
  std::string out;
  tfile::append_number(out, value);
  return to_hex(out);
}

TEST(Tfile, NumbersAreItsOwn) {
  EXPECT_EQ(number(0), "00");
  EXPECT_EQ(number(127), "7f");
  EXPECT_EQ(number(-32), "e0");
  EXPECT_EQ(number(128), "cc80");
  EXPECT_EQ(number(-33), "cbdf");
  EXPECT_EQ(number(5119), "dfff");
  EXPECT_EQ(number(5120), "a81400");
  EXPECT_EQ(number(11259), "a82bfb");  // seen in a file of Apache's
  EXPECT_EQ(number(1 << 20), "90100000");
  EXPECT_EQ(number(1LL << 31), "840080000000");
  EXPECT_EQ(number(INT64_MAX), "877fffffffffffffff");
  EXPECT_EQ(number(INT64_MIN), "878000000000000000");
}

TEST(Tfile, NumbersComeBack) {
  for (int bits = 0; bits < 63; ++bits)
    for (const std::int64_t around : {-1, 0, 1})
      for (const std::int64_t sign : {-1, 1}) {
        const std::int64_t wanted = sign * ((std::int64_t{1} << bits) + around);
        std::string bytes;
        tfile::append_number(bytes, wanted);
        std::string_view rest = bytes;
        EXPECT_EQ(tfile::take_number(rest).value(), wanted);
        EXPECT_TRUE(rest.empty());
        rest = std::string_view(bytes).substr(0, bytes.size() - 1);
        EXPECT_FALSE(tfile::take_number(rest));
      }
}

class Records final : public tfile::Visitor {
 public:
  Result<bool> begin_record(std::string_view key) override {
    all.emplace_back(key, "");
    return true;
  }
  Result<void> value(std::string_view piece) override {
    all.back().second += piece;
    return {};
  }
  Result<void> end_record() override { return {}; }
  std::vector<std::pair<std::string, std::string>> all;
};

TEST(Tfile, RecordsComeBackFromManyBlocks) {
  std::string file;
  tfile::Writer writer([&](std::string_view bytes) -> Result<void> {
    file += bytes;
    return {};
  });
  std::vector<std::pair<std::string, std::string>> wanted;
  for (int i = 0; i < 20; ++i) {
    wanted.emplace_back("key" + std::to_string(i),
                        std::string(i % 3 == 0 ? 0 : i * 150'000, 'a' + i));
    ASSERT_TRUE(writer.begin_record(wanted.back().first));
    ASSERT_TRUE(writer.write_value(wanted.back().second));
    ASSERT_TRUE(writer.end_record());
  }
  ASSERT_TRUE(writer.finish());
  const tfile::Source source = [&](std::uint64_t offset, std::size_t bytes) -> Result<std::string> {
    return file.substr(offset, bytes);
  };
  Records records;
  ASSERT_TRUE(tfile::read(source, file.size(), records));
  EXPECT_EQ(records.all, wanted);
  Records ignored;
  EXPECT_FALSE(tfile::read(source, file.size() - 1, ignored));
  EXPECT_FALSE(tfile::read(source, 3, ignored));
}

class MemoryWriter final : public hdfs::FileWriter {
 public:
  Result<void> write(std::span<const std::byte> bytes) override {
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }
  Result<void> hflush() override { return {}; }
  Result<void> hsync() override { return {}; }
  Result<void> close() override { return {}; }
  std::uint64_t position() const override { return text.size(); }
  std::string text;
};

TEST(AggregatedLogs, BeginsAsApaches) {
  TemporaryDirectory folder;
  const std::string logs = folder.path() + "/application_1_0001/container_1_0001_01_000001";
  std::filesystem::create_directories(logs);
  std::ofstream(logs + "/stdout") << "hello\n";
  std::ofstream(logs + "/stderr") << "";
  MemoryWriter file;
  ASSERT_TRUE(write_aggregated_logs(file, {folder.path(), "/no/such"},
                                    {.id = "application_1_0001", .user = "root"}));
  const std::string head = from_hex("d111d36891b5d7b639df414092bae150090007") + "VERSION" +
                           from_hex(
                               "0400000001"
                               "11000f") +
                           "APPLICATION_ACL" +
                           from_hex(
                               "00"
                               "130011") +
                           "APPLICATION_OWNER" + from_hex("060004") + "root";
  EXPECT_EQ(to_hex(file.text.substr(0, head.size())), to_hex(head));
  const std::string record = from_hex("1c001a") + "container_1_0001_01_000001" +
                             from_hex(
                                 "1c"
                                 "0006") +
                             "stderr" + from_hex("0001") + "0" + from_hex("0006") + "stdout" +
                             from_hex("0001") + "6hello\n";
  EXPECT_EQ(to_hex(file.text.substr(head.size(), record.size())), to_hex(record));
  EXPECT_TRUE(file.text.ends_with(from_hex("d111d36891b5d7b639df414092bae150")));
}

TEST(AggregatedLogs, PathHasTheApplicationsBucket) {
  EXPECT_EQ(aggregated_log_path({.node_name = "node_1"}, "alice", "application_17_123456"),
            "/tmp/logs/alice/bucket-logs-tfile/3456/application_17_123456/node_1");
}

}  // namespace
}  // namespace mammoth::yarn::node
