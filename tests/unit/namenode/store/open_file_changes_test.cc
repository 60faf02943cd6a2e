#include "namenode/store/open_file_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mammoth::namenode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const InodeId kFile{16386}, kOther{16387};

struct HandedOver {
  std::vector<InodeId> erased, put;
};

HandedOver hand_over(OpenFileChanges& changes) {
  HandedOver result;
  changes.hand_over([&](InodeId id) { result.erased.push_back(id); },
                    [&](InodeId id, const OpenFile&) { result.put.push_back(id); });
  return result;
}

OpenFile held_by(std::string holder) {
  OpenFile file;
  file.holder = std::move(holder);
  return file;
}

// What is opened and closed between two tables leaves nothing in the database, not even a tombstone.
TEST(OpenFileChanges, ShortLivedFilesLeaveNothing) {
  OpenFileChanges changes;
  changes.put(kFile, held_by("a"));
  changes.put(kFile, held_by("b"));
  ASSERT_NE(changes.find(kFile), nullptr);
  EXPECT_EQ(changes.find(kFile)->holder, "b");
  changes.erase(kFile);
  EXPECT_EQ(changes.find(kFile), nullptr);
  EXPECT_FALSE(changes.stored(kFile));
  const HandedOver nothing = hand_over(changes);
  EXPECT_THAT(nothing.erased, IsEmpty());
  EXPECT_THAT(nothing.put, IsEmpty());
}

TEST(OpenFileChanges, WhatTheDatabaseHoldsIsErasedThere) {
  OpenFileChanges changes;
  changes.add_stored(kFile);
  changes.put(kOther, held_by("a"));
  EXPECT_THAT(hand_over(changes).put, ElementsAre(kOther));
  EXPECT_EQ(changes.find(kOther), nullptr) << "the database has it";
  EXPECT_TRUE(changes.stored(kOther));

  changes.erase(kFile);
  changes.erase(kOther);
  EXPECT_FALSE(changes.stored(kFile));
  EXPECT_THAT(hand_over(changes).erased, ElementsAre(kFile, kOther));
  EXPECT_THAT(hand_over(changes).erased, IsEmpty());
}

// Closed and appended to before the next tables are written: the record is erased, then put.
TEST(OpenFileChanges, OpenedAgain) {
  OpenFileChanges changes;
  changes.add_stored(kFile);
  changes.erase(kFile);
  changes.put(kFile, held_by("again"));
  const HandedOver both = hand_over(changes);
  EXPECT_THAT(both.erased, ElementsAre(kFile));
  EXPECT_THAT(both.put, ElementsAre(kFile));
  EXPECT_TRUE(changes.stored(kFile));
}

}  // namespace
}  // namespace mammoth::namenode
