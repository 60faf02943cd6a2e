#include "namenode/store/directory_states.h"

#include <gtest/gtest.h>

namespace mammoth::namenode {
namespace {

const InodeId kDirectory{16386};

// Many changes make one state, and the database is asked once.
TEST(DirectoryStates, Collect) {
  DirectoryStates states;
  int loads = 0;
  const auto load = [&](InodeId) {
    ++loads;
    return DirectoryState{1, 2, 10};
  };
  EXPECT_EQ(states.find(kDirectory), nullptr);
  for (std::int64_t i = 0; i < 5; ++i)
    states.touch({.directory = kDirectory, .modification_time_ms = 100 + i, .child_delta = 1}, load);
  states.touch({.directory = kDirectory, .child_delta = -2}, load);
  EXPECT_EQ(loads, 1);
  ASSERT_NE(states.find(kDirectory), nullptr);
  EXPECT_EQ(*states.find(kDirectory), (DirectoryState{104, 2, 13}));
  EXPECT_EQ(states.changed().size(), 1u);
}

// Times that are not set stay.
TEST(DirectoryStates, Times) {
  DirectoryStates states;
  const auto load = [](InodeId) { return DirectoryState{1, 2, 3}; };
  states.touch({.directory = kDirectory, .access_time_ms = 7}, load);
  EXPECT_EQ(*states.find(kDirectory), (DirectoryState{1, 7, 3}));
}

// A directory that is gone is written no more.
TEST(DirectoryStates, Erase) {
  DirectoryStates states;
  const auto load = [](InodeId) { return DirectoryState{}; };
  states.touch({.directory = kDirectory, .child_delta = 1}, load);
  states.erase(kDirectory);
  EXPECT_EQ(states.find(kDirectory), nullptr);
  EXPECT_TRUE(states.changed().empty());
}

}  // namespace
}  // namespace mammoth::namenode
