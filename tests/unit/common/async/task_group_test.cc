#include "common/async/task_group.h"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace mammoth {
namespace {

Task<> wait_for(Event& event, const bool& ready, int& ended) {
  struct OnExit {
    int& count;
    ~OnExit() { ++count; }
  } const on_exit{ended};
  while (!ready) co_await event.wait();
}

Task<> fail(std::string text) {
  throw std::runtime_error(text);
  co_return;
}

Task<> join_and_note(TaskGroup& group, std::string& outcome) {
  try {
    co_await group.join();
    outcome = "joined";
  } catch (const std::exception& e) {
    outcome = e.what();
  }
}

class TaskGroupTest : public testing::Test {
 protected:
  void join() { asio::co_spawn(context_, join_and_note(group_, outcome_), asio::detached); }

  asio::io_context context_;
  TaskGroup group_{context_.get_executor()};
  Event event_{context_.get_executor()};
  bool ready_ = false;
  int ended_ = 0;
  std::string outcome_;
};

TEST_F(TaskGroupTest, JoinWaitsForEveryChild) {
  // Two children wait for a condition: join() must not return before both have ended.
  group_.spawn(wait_for(event_, ready_, ended_));
  group_.spawn(wait_for(event_, ready_, ended_));
  join();
  context_.poll();
  EXPECT_EQ(group_.size(), 2u);
  EXPECT_EQ(outcome_, "");
  ready_ = true;
  event_.notify();
  context_.run();
  EXPECT_EQ(ended_, 2);
  EXPECT_EQ(outcome_, "joined");
}

TEST_F(TaskGroupTest, CancelEndsChildrenAndIsNoFailure) {
  // Shutdown: a child that would wait for ever is cancelled, and join() does not report it.
  group_.spawn(wait_for(event_, ready_, ended_));
  context_.poll();
  group_.cancel();
  join();
  context_.restart();
  context_.run();
  EXPECT_EQ(ended_, 1);
  EXPECT_EQ(outcome_, "joined");
}

TEST_F(TaskGroupTest, FirstFailureCancelsTheOthersAndIsRethrown) {
  // One child dies of a broken world: the others must not go on as if nothing had happened.
  group_.spawn(wait_for(event_, ready_, ended_));
  group_.spawn(fail("disk gone"));
  join();
  context_.run();
  EXPECT_EQ(ended_, 1);
  EXPECT_EQ(outcome_, "disk gone");
}

TEST_F(TaskGroupTest, DestroyedGroupCancelsItsChildren) {
  // An owner goes away without a goodbye: its children unwind as soon as the executor runs.
  auto group = std::make_unique<TaskGroup>(context_.get_executor());
  group->spawn(wait_for(event_, ready_, ended_));
  context_.poll();
  group.reset();
  context_.restart();
  context_.run();
  EXPECT_EQ(ended_, 1);
}

TEST_F(TaskGroupTest, NotifyWakesAllWhoWait) {
  // Two coroutines wait for one event whose condition has not changed: both wake and wait again.
  group_.spawn(wait_for(event_, ready_, ended_));
  group_.spawn(wait_for(event_, ready_, ended_));
  context_.poll();
  event_.notify();
  context_.restart();
  context_.poll();
  EXPECT_EQ(ended_, 0);
  ready_ = true;
  event_.notify();
  context_.restart();
  context_.run();
  EXPECT_EQ(ended_, 2);
}

}  // namespace
}  // namespace mammoth
