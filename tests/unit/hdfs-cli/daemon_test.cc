#include "hdfs-cli/daemon.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "hdfs-cli/host_name.h"
#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Shell scripts play the daemons.
class DaemonTest : public ShellTest {
 protected:
  DaemonTest() {
    std::string name = ::testing::TempDir() + "daemon_test.XXXXXX";
    directory_ = ::mkdtemp(name.data());
    settings_ = {directory_, directory_ + "/pids", directory_ + "/logs", "alice", 1, 0};
    environment_.sleep = [](std::int64_t ms) {
      std::this_thread::sleep_for(std::chrono::milliseconds(ms));
      return true;
    };
  }
  ~DaemonTest() override {
    daemon(DaemonMode::kStop);
    fs::remove_all(directory_);
  }

  void script(const std::string& body) {
    const std::string path = directory_ + "/namenode";
    std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
    ::chmod(path.c_str(), 0755);
  }
  int daemon(DaemonMode mode, const Arguments& arguments = {}) {
    return run_daemon(environment_, settings_, mode, "namenode", arguments);
  }
  std::string pid_file() const { return directory_ + "/pids/hadoop-alice-namenode.pid"; }
  std::string log(const std::string& ending) const {
    std::ifstream file(directory_ + "/logs/hadoop-alice-namenode-" + own_host_name() + ending);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string directory_;
  DaemonSettings settings_;
};

TEST_F(DaemonTest, LivesFromStartToStop) {
  script("echo out \"$@\"; echo log >&2; exec sleep 100");
  EXPECT_EQ(daemon(DaemonMode::kStatus), 3);
  EXPECT_EQ(daemon(DaemonMode::kStart, {"-D", "x=y z"}), 0);
  EXPECT_EQ(err_.take(), "WARNING: " + directory_ + "/pids does not exist. Creating.\nWARNING: " +
                             directory_ + "/logs does not exist. Creating.\n");
  EXPECT_EQ(daemon(DaemonMode::kStatus), 0);
  EXPECT_EQ(log(".out"), "out -D x=y z\n");
  EXPECT_EQ(log(".log"), "log\n");

  EXPECT_EQ(daemon(DaemonMode::kStart), 1);
  EXPECT_THAT(err_.take(), HasSubstr(".  Stop it first and ensure " + pid_file() +
                                     " file is empty before retry.\n"));

  EXPECT_EQ(daemon(DaemonMode::kStop), 0);
  EXPECT_EQ(daemon(DaemonMode::kStatus), 3);
  EXPECT_EQ(err_.take(), "");
}

TEST_F(DaemonTest, AStartThatFailsIsTold) {
  script("exit 1");
  EXPECT_EQ(daemon(DaemonMode::kStart), 1);
  EXPECT_EQ(daemon(DaemonMode::kStatus), 1);
}

TEST_F(DaemonTest, WhoDoesNotListenIsKilled) {
  script("trap '' TERM; while :; do sleep 0.1; done");
  EXPECT_EQ(daemon(DaemonMode::kStart), 0);
  err_.take();
  EXPECT_EQ(daemon(DaemonMode::kStop), 0);
  EXPECT_EQ(
      err_.take(),
      "WARNING: namenode did not stop gracefully after 1 seconds: Trying to kill with kill -9\n");
  EXPECT_EQ(daemon(DaemonMode::kStatus), 3);
}

TEST_F(DaemonTest, KeepsFiveOldOutputs) {
  script("echo $RUN");
  for (int i = 1; i <= 7; ++i) {
    ::setenv("RUN", std::to_string(i).c_str(), 1);
    daemon(DaemonMode::kStart);
  }
  EXPECT_EQ(log(".out"), "7\n");
  EXPECT_EQ(log(".out.1"), "6\n");
  EXPECT_EQ(log(".out.5"), "2\n");
  EXPECT_EQ(log(".out.6"), "");
}

TEST_F(DaemonTest, AnOldFileWithThisProcessMeansNothing) {
  // After the restart of a container the numbers of processes begin anew.
  fs::create_directory(directory_ + "/pids");
  std::ofstream(pid_file()) << ::getpid() << "\n";
  EXPECT_EQ(daemon(DaemonMode::kStatus), 1);
}

}  // namespace
}  // namespace mammoth::cli
