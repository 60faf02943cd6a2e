// OutputCommitCoordinatorSuite. Each test is named after its counterpart.
#include "spark-core/scheduler/output_commit_coordinator.h"

#include <gtest/gtest.h>

namespace mammoth::spark::scheduler {
namespace {

const StageId kStage{1};
const TaskFailure kFailure = ExceptionFailure{.description = "x"};

TEST(OutputCommit, OnlyOneOfTwoDuplicateCommitTasksShouldCommit) {
  OutputCommitCoordinator coordinator;
  coordinator.stage_started(kStage, 2);
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 0, 0));
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 0, 1));
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 1, 1)) << "another partition is another matter";
}

TEST(OutputCommit, OnlyAuthorizedCommitterFailuresCanClearTheAuthorizedCommitterLock_Spark6614) {
  OutputCommitCoordinator coordinator;
  coordinator.stage_started(kStage, 3);
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 2, 0));
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 2, 1));
  coordinator.task_completed(kStage, 0, 2, 1, &kFailure);
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 2, 2));
  coordinator.task_completed(kStage, 0, 2, 0, &kFailure);
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 2, 2));
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 2, 3));
}

TEST(OutputCommit, ADeniedCommitOrASuccessChangesNothing) {
  OutputCommitCoordinator coordinator;
  coordinator.stage_started(kStage, 1);
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 0, 0));
  const TaskFailure denied = TaskCommitDenied{JobId{0}, 0, 0};
  coordinator.task_completed(kStage, 0, 0, 0, &denied);
  coordinator.task_completed(kStage, 0, 0, 0, nullptr);
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 0, 1));
}

TEST(OutputCommit, DoNotAllowFailedAttemptsToBeAuthorizedForCommitting_Spark19631) {
  OutputCommitCoordinator coordinator;
  coordinator.stage_started(kStage, 2);
  coordinator.task_completed(kStage, 0, 1, 0, &kFailure);
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 1, 0));
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 1, 1));
}

TEST(OutputCommit, DifferentiateTasksFromDifferentStageAttempts_Spark24589) {
  OutputCommitCoordinator coordinator;
  coordinator.stage_started(kStage, 2);
  EXPECT_TRUE(coordinator.can_commit(kStage, 0, 1, 0));
  coordinator.stage_started(kStage, 2);
  EXPECT_FALSE(coordinator.can_commit(kStage, 1, 1, 0)) << "the first attempt's task has it";
  coordinator.task_completed(kStage, 1, 1, 0, &kFailure);
  EXPECT_FALSE(coordinator.can_commit(kStage, 1, 1, 1)) << "that failure was another task's";
  coordinator.task_completed(kStage, 0, 1, 0, &kFailure);
  EXPECT_TRUE(coordinator.can_commit(kStage, 1, 1, 1));
}

TEST(OutputCommit, MakeSureStageStateIsCleanedUp_Spark24589) {
  OutputCommitCoordinator coordinator;
  coordinator.stage_started(kStage, 1);
  EXPECT_FALSE(coordinator.empty());
  coordinator.stage_ended(kStage);
  EXPECT_TRUE(coordinator.empty());
  EXPECT_FALSE(coordinator.can_commit(kStage, 0, 0, 0));
  EXPECT_FALSE(coordinator.can_commit(StageId{9}, 0, 0, 0));
}

}  // namespace
}  // namespace mammoth::spark::scheduler
