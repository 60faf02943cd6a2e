#include "namenode/store/committer.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace mammoth::namenode {
namespace {

// A commit takes whatever was applied before it; the listener hears of each.
TEST(Committer, GroupsWhatWaits) {
  std::promise<void> first_runs, go_on;
  int commits = 0;
  Committer* self = nullptr;
  Committer committer([&]() -> Sequence {
    const Sequence covered = self->last_applied();
    if (++commits == 1) {
      first_runs.set_value();
      go_on.get_future().wait();
    }
    return covered;
  });
  self = &committer;
  std::vector<std::uint64_t> heard;
  committer.on_advance([&](std::uint64_t sequence) { heard.push_back(sequence); });
  committer.start();

  EXPECT_EQ(committer.applied(), 1u);
  first_runs.get_future().wait();
  EXPECT_EQ(committer.durable_sequence(), 0u) << "the first commit is still under way";
  for (Sequence i = 2; i <= 10; ++i) EXPECT_EQ(committer.applied(), i);
  go_on.set_value();
  EXPECT_TRUE(committer.wait_until_durable(10));
  committer.stop();
  EXPECT_EQ(commits, 2) << "nine transactions, one commit";
  EXPECT_EQ(heard, (std::vector<std::uint64_t>{1, 10}));
}

// The end commits what is left.
TEST(Committer, StopCommits) {
  Committer* self = nullptr;
  Committer committer([&] { return self->last_applied(); });
  self = &committer;
  committer.start();
  committer.applied();
  committer.stop();
  EXPECT_EQ(committer.durable_sequence(), 1u);
}

// After a failure nothing is acknowledged any more, and whoever waits learns of it.
TEST(Committer, Failure) {
  Committer committer([]() -> Sequence { throw std::runtime_error("the disk is gone"); });
  std::promise<void> told;
  committer.on_advance([&](std::uint64_t sequence) {
    EXPECT_EQ(sequence, 0u);
    told.set_value();
  });
  committer.start();
  committer.applied();
  EXPECT_FALSE(committer.wait_until_durable(1));
  told.get_future().wait();
  EXPECT_TRUE(committer.failed());
  committer.applied();
  committer.stop();
  EXPECT_EQ(committer.durable_sequence(), 0u);
}

// After on_advance({}) the listener is not called.
TEST(Committer, ListenerEnds) {
  Committer* self = nullptr;
  Committer committer([&] { return self->last_applied(); });
  self = &committer;
  int calls = 0;
  committer.on_advance([&](std::uint64_t) { ++calls; });
  committer.on_advance({});
  committer.start();
  committer.applied();
  committer.stop();
  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace mammoth::namenode
