#include "namenode/store/journal.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/io/faulty_disk.h"
#include "common/io/memory_disk.h"
#include "namenode/store/store_error.h"

namespace mammoth::namenode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kSegmentBytes = 4096;
constexpr std::uint32_t kSalt = 0xC0FFEE;
const std::string kFirstSegment = "/name/current/journal/0000000000000001";

class JournalTest : public testing::Test {
 protected:
  using Records = std::vector<std::string>;

  JournalTest() {
    Journal::create(disk, "/name/current/journal", kSegmentBytes);
    disk.sync_directory("/name");
    disk.sync_directory("/");
  }

  // Opens the journal; what it replays is in `replayed`.
  std::unique_ptr<Journal> open(FrameNumber applied = 0) {
    replayed.clear();
    answered.clear();
    auto journal = std::make_unique<Journal>(disk, "/name/current/journal", kSegmentBytes, kSalt);
    journal->recover(
        applied, [&](ByteView change) { replayed.emplace_back(as_text(change)); },
        [&](ByteView answer) { answered.emplace_back(as_text(answer)); });
    return journal;
  }
  static Frame frame(const Records& records) {
    Frame frame;
    for (const auto& record : records) frame.add(record);
    return frame;
  }
  // Appends, in a new segment if need be.
  static void append(Journal& journal, const Records& records) {
    Frame next = frame(records);
    if (!journal.has_room_for(next)) journal.begin_segment();
    journal.append(std::move(next));
  }
  std::size_t files() { return disk.list("/name/current/journal").size(); }
  void damage(const std::string& path, std::uint64_t offset) {
    disk.open(path, OpenMode::kReadWrite)->write_at(offset, as_byte_view("X"));
  }

  MemoryDisk disk;
  Records replayed;
  Records answered;
};

// What was appended is there after a crash, record by record.
TEST_F(JournalTest, Survives) {
  {
    const auto journal = open();
    EXPECT_EQ(journal->next_frame(), 1u);
    append(*journal, {"a", "b"});
    append(*journal, {"", std::string(1000, 'c')});
  }
  disk.crash();
  const auto journal = open();
  EXPECT_THAT(replayed, ElementsAre("a", "b", "", std::string(1000, 'c')));
  EXPECT_EQ(journal->next_frame(), 3u);
}

// A journal that was opened again goes on where it ended.
TEST_F(JournalTest, GoesOn) {
  for (const char* record : {"a", "b", "c"}) append(*open(), {record});
  open();
  EXPECT_THAT(replayed, ElementsAre("a", "b", "c"));
  EXPECT_EQ(files(), 1u);
}

// What the database has already is not replayed.
TEST_F(JournalTest, AppliedFrames) {
  {
    const auto journal = open();
    for (const char* record : {"a", "b", "c"}) append(*journal, {record});
  }
  open(2);
  EXPECT_THAT(replayed, ElementsAre("c"));
  open(3);
  EXPECT_THAT(replayed, IsEmpty());
}

// The database can be ahead by the frame that the crash tore; the numbers go on behind it.
TEST_F(JournalTest, DatabaseAhead) {
  append(*open(), {"a"});
  {
    const auto journal = open(2);
    EXPECT_EQ(journal->next_frame(), 3u);
    append(*journal, {"c"});
  }
  disk.crash();
  const auto journal = open(2);
  EXPECT_THAT(replayed, ElementsAre("c"));
  EXPECT_EQ(journal->next_frame(), 4u);
}

// Frames of many segments are replayed in their order.
TEST_F(JournalTest, Segments) {
  Records records;
  {
    const auto journal = open();
    for (int i = 0; i < 100; ++i) {
      records.push_back(std::to_string(i) + std::string(500, 'x'));
      append(*journal, {records.back()});
    }
  }
  EXPECT_GT(files(), 10u);
  disk.crash();
  open();
  EXPECT_EQ(replayed, records);
}

// Segments that the database no longer needs are used again, and what they held does not come back.
TEST_F(JournalTest, SegmentsAreUsedAgain) {
  FrameNumber applied = 0;
  Records since;
  {
    const auto journal = open();
    for (int i = 0; i < 400; ++i) {
      Frame next = frame({std::to_string(i) + std::string(static_cast<std::size_t>(i), 'x')});
      if (!journal->has_room_for(next)) {
        applied = journal->next_frame() - 1;
        since.clear();
        journal->begin_segment();
        journal->release_old_segments();
      }
      since.push_back(std::to_string(i) + std::string(static_cast<std::size_t>(i), 'x'));
      journal->append(std::move(next));
      ASSERT_LE(files(), 6u);
    }
  }
  ASSERT_GT(applied, 200u);
  disk.crash();
  open(applied);
  EXPECT_EQ(replayed, since);
}

// Answers are in the frame of their changes: torn with it, or there with it, whether the database
// needs the changes or not.
TEST_F(JournalTest, Answers) {
  {
    const auto journal = open();
    for (const std::string name : {"a", "b", "c"}) {
      Frame next = frame({name});
      next.add_answer("told of " + name);
      journal->append(std::move(next));
    }
  }
  disk.crash();
  open(2);
  EXPECT_THAT(replayed, ElementsAre("c"));
  EXPECT_THAT(answered, ElementsAre("told of a", "told of b", "told of c"));
  const std::size_t frame_bytes = kFrameHeaderBytes + 4 + 1 + 4 + 9;
  damage(kFirstSegment, 3 * frame_bytes - 1);
  open(2);
  EXPECT_THAT(replayed, IsEmpty());
  EXPECT_THAT(answered, ElementsAre("told of a", "told of b"));
}

// The answers of some segments before the present one stay. What is damaged there costs the answers
// behind it and no more.
TEST_F(JournalTest, AnswersOfOldSegments) {
  FrameNumber last = 0;
  {
    const auto journal = open();
    for (int i = 1; i <= 100; ++i) {
      Frame next = frame({std::string(1000, 'x')});
      next.add_answer(std::to_string(i));
      if (!journal->has_room_for(next)) {
        journal->begin_segment();
        journal->release_old_segments();
      }
      journal->append(std::move(next));
    }
    last = journal->next_frame() - 1;
  }
  disk.crash();
  open(last);
  ASSERT_GE(answered.size(), 3u * 4);  // three frames in a segment
  EXPECT_EQ(answered.back(), "100");
  const std::string oldest = answered.front();
  const std::size_t all = answered.size();
  damage(fmt::format("/name/current/journal/{:016x}", std::stoul(oldest)), 2000);
  open(last);
  EXPECT_EQ(answered.size(), all - 2);
  EXPECT_EQ(answered.front(), oldest);
  EXPECT_EQ(answered.back(), "100");
}

// A frame larger than a segment has one of its own.
TEST_F(JournalTest, LargeFrame) {
  const std::string large(3 * kSegmentBytes, 'L');
  {
    const auto journal = open();
    append(*journal, {"a"});
    append(*journal, {large});
    append(*journal, {"b"});
  }
  disk.crash();
  open();
  EXPECT_THAT(replayed, ElementsAre("a", large, "b"));
}

// A torn last frame is forgotten, wherever it was torn, and the next one takes its place.
TEST_F(JournalTest, TornFrame) {
  const std::size_t second_begins = kFrameHeaderBytes + 4 + 5;
  append(*open(), {"first"});
  const std::string one = read_file(disk, kFirstSegment, 1 << 20);
  append(*open(), {"second", std::string(300, 's')});
  const std::string both = read_file(disk, kFirstSegment, 1 << 20);
  const std::size_t second_ends = both.find_last_not_of('\0') + 1;
  for (std::size_t torn = second_begins; torn < second_ends; ++torn) {
    const std::string bytes = both.substr(0, torn) + one.substr(torn);
    disk.open(kFirstSegment, OpenMode::kReadWrite)->write_at(0, as_byte_view(bytes));
    ASSERT_EQ(open()->next_frame(), 2u) << torn;
    ASSERT_THAT(replayed, ElementsAre("first"));
  }
  append(*open(), {"other"});
  open();
  EXPECT_THAT(replayed, ElementsAre("first", "other"));
}

// Damage to a frame that had been synced is not taken for a torn one.
TEST_F(JournalTest, DamagedFrame) {
  {
    const auto journal = open();
    for (const char* record : {"a", "b", "c"}) append(*journal, {record});
  }
  damage(kFirstSegment, kFrameHeaderBytes + 4);
  EXPECT_THROW(open(), StoreError);
}

// Nor is a segment that is missing or damaged in the middle.
TEST_F(JournalTest, DamagedSegment) {
  {
    const auto journal = open();
    for (int i = 0; i < 10; ++i) append(*journal, {std::string(1000, 'x')});
  }
  const auto path = "/name/current/journal/0000000000000005";  // four frames each
  ASSERT_TRUE(disk.status(path));
  disk.unlink(path);
  EXPECT_THROW(open(), StoreError);
  EXPECT_THROW(open(6), StoreError);
  EXPECT_EQ(open(8)->next_frame(), 11u) << "the database has all that is missing";
}

// What a client writes into names cannot pass for a frame that followed a torn one.
TEST_F(JournalTest, HiddenFrame) {
  const auto forge = [](std::uint32_t salt) {
    MemoryDisk other;
    Journal::create(other, "/j", kSegmentBytes);
    Journal journal(other, "/j", kSegmentBytes, salt);
    journal.recover(9, [](ByteView) {});
    journal.append(frame({"evil"}));
    return read_file(other, "/j/000000000000000a", 1 << 20).substr(0, kFrameHeaderBytes + 8);
  };
  append(*open(), {"a"});
  const std::uint64_t second = kFrameHeaderBytes + 4 + 1;
  append(*open(), {"name" + forge(kSalt + 1)});
  damage(kFirstSegment, second + kFrameHeaderBytes + 4);
  open();
  EXPECT_THAT(replayed, ElementsAre("a"));
  append(*open(), {"name" + forge(kSalt)});
  damage(kFirstSegment, second + kFrameHeaderBytes + 4);
  EXPECT_THROW(open(), StoreError) << "whoever knows the salt could";
}

// A disk that fails is not survived quietly.
TEST_F(JournalTest, DiskFailure) {
  int error = 0;
  FaultyDisk faulty(disk, [&](DiskOperation operation, std::string_view) {
    return operation == DiskOperation::kSync ? error : 0;
  });
  Journal journal(faulty, "/name/current/journal", kSegmentBytes, kSalt);
  journal.recover(0, [](ByteView) {});
  journal.append(frame({"a"}));
  error = EIO;
  EXPECT_THROW(journal.append(frame({"b"})), DiskError);
}

// Power cuts at random moments, in the middle of a write too: everything that was acknowledged is
// there, and nothing that was never appended.
TEST_F(JournalTest, PowerCuts) {
  std::mt19937_64 dice(7);
  bool cut = false;
  FaultyDisk faulty(disk, [&](DiskOperation operation, std::string_view) {
    return cut && operation == DiskOperation::kSync ? EIO : 0;
  });
  Records known;            // all that is durable
  FrameNumber applied = 0;  // of these, how many the database holds
  std::string attempted;
  for (int round = 0; round < 500; ++round) {
    open(applied);
    if (replayed.size() == known.size() - applied + 1) known.push_back(attempted);
    ASSERT_EQ(replayed, Records(known.begin() + static_cast<std::ptrdiff_t>(applied), known.end()))
        << "round " << round;

    Journal journal(faulty, "/name/current/journal", kSegmentBytes, kSalt);
    cut = false;
    journal.recover(applied, [](ByteView) {});
    ASSERT_EQ(journal.next_frame(), known.size() + 1);
    const int appends = static_cast<int>(dice() % 8);
    for (int i = 0; i <= appends; ++i) {
      attempted = std::to_string(dice()) + std::string(dice() % 900, 'r');
      Frame next = frame({attempted});
      if (!journal.has_room_for(next)) {
        journal.begin_segment();
        applied = known.size();
        if (dice() % 2 == 0) journal.release_old_segments();
      }
      cut = i == appends;
      try {
        journal.append(std::move(next));
        known.push_back(attempted);
      } catch (const DiskError&) {
      }
    }
    disk.crash(dice);
  }
}

}  // namespace
}  // namespace mammoth::namenode
