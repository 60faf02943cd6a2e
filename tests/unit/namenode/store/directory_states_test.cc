#include "namenode/store/directory_states.h"

#include <gtest/gtest.h>

#include <map>

namespace mammoth::namenode {
namespace {

const InodeId kDirectory{16386}, kOther{16387};

std::size_t frame_of(DirectoryStates& states) {
  std::size_t count = 0;
  states.end_frame([&](InodeId, const DirectoryState&) { ++count; });
  return count;
}

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
    states.touch({.directory = kDirectory, .modification_time_ms = 100 + i, .child_delta = 1},
                 load);
  states.touch({.directory = kDirectory, .child_delta = -2}, load);
  EXPECT_EQ(loads, 1);
  ASSERT_NE(states.find(kDirectory), nullptr);
  EXPECT_EQ(*states.find(kDirectory), (DirectoryState{104, 2, 13}));
  EXPECT_EQ(frame_of(states), 1u);
}

// A frame has what changed since the one before it; the database gets all of it at once.
TEST(DirectoryStates, EndFrame) {
  DirectoryStates states;
  const auto load = [](InodeId) { return DirectoryState{1, 2, 3}; };
  states.touch({.directory = kDirectory, .child_delta = 1}, load);
  EXPECT_EQ(frame_of(states), 1u);
  EXPECT_EQ(frame_of(states), 0u);
  states.touch({.directory = kOther, .child_delta = 1}, load);
  states.touch({.directory = kDirectory, .child_delta = 1}, load);
  EXPECT_EQ(frame_of(states), 2u);
  std::map<InodeId, DirectoryState> all;
  states.hand_over([&](InodeId id, const DirectoryState& state) { all.emplace(id, state); });
  EXPECT_EQ(all, (std::map<InodeId, DirectoryState>{{kDirectory, {1, 2, 5}}, {kOther, {1, 2, 4}}}));
  EXPECT_EQ(states.find(kDirectory), nullptr);
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
  EXPECT_EQ(frame_of(states), 0u);
}

}  // namespace
}  // namespace mammoth::namenode
