#include "common/config/reconfiguration.h"

#include <gtest/gtest.h>

#include <condition_variable>

#include "tests/support/result_matchers.h"

namespace mammoth {
namespace {

// A daemon with two settings of its own, "level" and "size"; whatever is in `files` is what a reload
// reads.
class ReconfigurationTest : public ::testing::Test {
 protected:
  ReconfigurationTest() {
    Configuration start;
    start.set("level", "1");
    start.set("size", "10");
    start.set("other", "a");
    files = start;
    reconfiguration = std::make_unique<Reconfiguration>(
        clock, start, [this]() -> Result<Configuration> { return reload(); },
        std::vector<Reconfiguration::Property>{
            {"level",
             [this](const std::string& value) -> Result<std::string> {
               const std::int64_t number = TRY(parse_java_int(value));
               level = number;
               return std::to_string(number);
             }},
            {"size", [this](const std::string& value) -> Result<std::string> {
               hold();
               size = value;
               return "rounded " + value;
             }}});
  }

  Result<Configuration> reload() {
    if (!broken.empty()) return Error{ErrorCode::kIllegalArgument, broken};
    return files;
  }
  void hold() {
    std::unique_lock lock(mutex);
    released.wait(lock, [this] { return !held; });
  }
  void set_held(bool value) {
    const std::lock_guard lock(mutex);
    held = value;
    released.notify_all();
  }
  ReconfigurationStatus finished() {
    ReconfigurationStatus status = reconfiguration->status();
    while (status.end_ms == 0) {
      std::this_thread::yield();
      status = reconfiguration->status();
    }
    return status;
  }

  std::mutex mutex;
  std::condition_variable released;
  bool held = false;
  ManualClock clock{5'000};
  Configuration files;
  std::string broken;
  std::int64_t level = 1;
  std::string size = "10";
  std::unique_ptr<Reconfiguration> reconfiguration;
};

TEST_F(ReconfigurationTest, NothingHasRunAtFirst) {
  EXPECT_EQ(reconfiguration->status().start_ms, 0);
  EXPECT_EQ(reconfiguration->properties(), (std::vector<std::string>{"level", "size"}));
}

TEST_F(ReconfigurationTest, AppliesWhatHasChangedAndNothingElse) {
  files.set("level", "7");
  files.set("other", "b");
  ASSERT_TRUE(reconfiguration->start());
  const ReconfigurationStatus status = finished();
  EXPECT_EQ(status.start_ms, 5'000);
  ASSERT_EQ(status.changes.size(), 1u);
  EXPECT_EQ(status.changes[0].name, "level");
  EXPECT_EQ(status.changes[0].old_value, "1");
  EXPECT_EQ(status.changes[0].new_value, "7");
  EXPECT_EQ(status.changes[0].error, std::nullopt);
  EXPECT_EQ(level, 7);
  EXPECT_EQ(reconfiguration->configuration().find("level"), "7");
  EXPECT_EQ(reconfiguration->configuration().find("other"), "a") << "the daemon cannot change it";
}

TEST_F(ReconfigurationTest, KeepsTheValueThatHolds) {
  // What a property is rounded to differs from the files for ever, and so is applied each time.
  files.set("size", "11");
  ASSERT_TRUE(reconfiguration->start());
  finished();
  EXPECT_EQ(reconfiguration->configuration().find("size"), "rounded 11");
  ASSERT_TRUE(reconfiguration->start());
  EXPECT_EQ(finished().changes.size(), 1u);
}

TEST_F(ReconfigurationTest, OneWrongValueDoesNotStopTheOthers) {
  files.set("level", "high");
  files.set("size", "12");
  ASSERT_TRUE(reconfiguration->start());
  const ReconfigurationStatus status = finished();
  ASSERT_EQ(status.changes.size(), 2u);
  EXPECT_EQ(status.changes[0].error, "For input string: \"high\"");
  EXPECT_EQ(status.changes[1].error, std::nullopt);
  EXPECT_EQ(level, 1);
  EXPECT_EQ(size, "12");
  EXPECT_EQ(reconfiguration->configuration().find("level"), "1");
}

TEST_F(ReconfigurationTest, OneTaskAtATime) {
  set_held(true);
  files.set("size", "13");
  ASSERT_TRUE(reconfiguration->start());
  EXPECT_THAT(reconfiguration->start(),
              refused(ErrorCode::kIo, "Another reconfiguration task is running."));
  EXPECT_EQ(reconfiguration->status().start_ms, 5'000);
  EXPECT_EQ(reconfiguration->status().end_ms, 0);
  set_held(false);
  finished();
  EXPECT_TRUE(reconfiguration->start());
  finished();
}

TEST_F(ReconfigurationTest, UnreadableFilesChangeNothing) {
  broken = "hdfs-site.xml:3: mismatched tag";
  EXPECT_THAT(reconfiguration->start(), refused(ErrorCode::kIllegalArgument, broken));
  EXPECT_EQ(reconfiguration->status().start_ms, 0);
  broken.clear();
  EXPECT_TRUE(reconfiguration->start());
}

TEST_F(ReconfigurationTest, AStoppedServerStartsNoTask) {
  reconfiguration->stop();
  EXPECT_THAT(reconfiguration->start(), refused(ErrorCode::kIo, "The server is stopped."));
}

TEST(JavaNumbers, AreThoseOfParseInt) {
  EXPECT_EQ(parse_java_int("-2147483648").value(), -2147483648LL);
  EXPECT_EQ(parse_java_int("+12").value(), 12);
  EXPECT_EQ(parse_java_long("9223372036854775807").value(), 9223372036854775807LL);
  for (const char* text : {"", " 1", "1 ", "0x10", "1k", "2147483648", "+-1", "-+1", "1.0"})
    EXPECT_THAT(parse_java_int(text), refused(ErrorCode::kIllegalArgument,
                                              "For input string: \"" + std::string(text) + "\""));
  EXPECT_FALSE(parse_java_long("9223372036854775808"));
}

}  // namespace
}  // namespace mammoth
