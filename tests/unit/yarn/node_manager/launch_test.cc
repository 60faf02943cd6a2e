#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "common/async/io_pool.h"
#include "tests/support/temporary_directory.h"
#include "yarn/node_manager/launch/directories.h"
#include "yarn/node_manager/launch/environment.h"
#include "yarn/node_manager/launch/launch_script.h"
#include "yarn/node_manager/launch/process_runner.h"
#include "yarn/node_manager/launch/process_tree.h"

namespace mammoth::yarn::node {
namespace {

const std::string* value_of(const Variables& variables, const std::string& name) {
  for (const auto& [key, value] : variables)
    if (key == name) return &value;
  return nullptr;
}

EnvironmentFacts facts() {
  return {.node_host = "node1",
          .node_port = 4711,
          .http_port = 8042,
          .home = "/home/",
          .work_directory = "/l/c1",
          .log_directory = "/g/c1",
          .application_directories = {"/l0/app", "/l1/app"},
          .service_metadata = {{"mapreduce_shuffle", std::string("\0\0b\x19", 4)}},
          .whitelist = {"PATH", "MAMMOTH_IS_NOT_SET"},
          .admin_environment = "MALLOC_ARENA_MAX=$MALLOC_ARENA_MAX,OWN=a$USER",
          .java_options = "--add-opens"};
}

TEST(Environment, TellsWhatHadoopTells) {
  ContainerSpec spec{.id = "container_1_0001_01_000002", .user = "alice"};
  spec.environment = {{"USER", "mallory"}, {"B", "$A"}, {"A", "<LOG_DIR>{{X}}<CPS>y"}};
  const Environment it = make_environment(spec, {.bytes_missed = 7, .files_missed = 1}, facts());
  const std::pair<const char*, const char*> wanted[] = {
      {"CONTAINER_ID", "container_1_0001_01_000002"},
      {"NM_HOST", "node1"},
      {"NM_PORT", "4711"},
      {"NM_HTTP_PORT", "8042"},
      {"LOCAL_DIRS", "/l0/app,/l1/app"},
      {"LOG_DIRS", "/g/c1"},
      {"USER", "alice"},
      {"LOGNAME", "alice"},
      {"HOME", "/home/"},
      {"PWD", "/l/c1"},
      {"HADOOP_TOKEN_FILE_LOCATION", "/l/c1/container_tokens"},
      {"LOCALIZATION_COUNTERS", "7,0,1,0,0"},
      {"JVM_PID", "$$"},
      {"NM_AUX_SERVICE_mapreduce_shuffle", "AABiGQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
  };
  for (const auto& [name, value] : wanted) {
    ASSERT_NE(value_of(it.own, name), nullptr) << name;
    EXPECT_EQ(*value_of(it.own, name), value);
  }
  // What Hadoop tells nobody changes; the rest comes after what it refers to.
  EXPECT_EQ(value_of(it.users, "USER"), nullptr);
  ASSERT_GE(it.users.size(), 2u);
  EXPECT_EQ(it.users[0], (std::pair<std::string, std::string>("A", "/g/c1$X:y")));
  EXPECT_EQ(it.users[1], (std::pair<std::string, std::string>("B", "$A")));
  EXPECT_EQ(*value_of(it.users, "OWN"), "aalice");
  EXPECT_EQ(*value_of(it.users, "MALLOC_ARENA_MAX"), "");
  EXPECT_NE(value_of(it.inherited, "PATH"), nullptr);
  EXPECT_EQ(value_of(it.inherited, "MAMMOTH_IS_NOT_SET"), nullptr);
}

TEST(Environment, OrderSurvivesCircles) {
  const Variables circle = {{"A", "${B}"}, {"B", "$A"}, {"C", "\\$D"}, {"D", "1"}};
  const Variables ordered = in_order_of_use(circle);
  ASSERT_EQ(ordered.size(), 4u);
  EXPECT_EQ(ordered[0].first, "B");
  EXPECT_EQ(ordered[2].first, "C");  // an escaped dollar is none
}

TEST(LaunchScript, LinksAndBecomesTheCommand) {
  Container container;
  container.localized.files = {{"/cache/10/a b.jar", "a b.jar"}, {"/cache/11/x", "lib/x"}};
  Environment environment;
  environment.inherited = {{"PATH", "/bin"}};
  environment.users = {{"GREETING", "hello"}};
  const auto script = launch_script(container, environment, "echo $GREETING 1>out",
                                    {.log_directory = "/g", .debug_information = false});
  ASSERT_TRUE(script);
  EXPECT_EQ(*script,
            "#!/bin/bash\n\nset -o pipefail -e\n"
            "export PRELAUNCH_OUT=\"/g/prelaunch.out\"\nexec >\"${PRELAUNCH_OUT}\"\n"
            "export PRELAUNCH_ERR=\"/g/prelaunch.err\"\nexec 2>\"${PRELAUNCH_ERR}\"\n"
            "echo \"Setting up env variables\"\n"
            "export PATH=${PATH:-\"/bin\"}\nexport GREETING=\"hello\"\n"
            "echo \"Setting up job resources\"\n"
            "ln -sf -- \"/cache/10/a b.jar\" \"a b.jar\"\n"
            "mkdir -p \"lib\"\nln -sf -- \"/cache/11/x\" \"lib/x\"\n"
            "echo \"Launching container\"\n"
            "exec /bin/bash -c \"echo $GREETING 1>out\"\n");
  container.localized.files = {{"/cache/10/a", "/etc/passwd"}};
  EXPECT_FALSE(launch_script(container, environment, "true", {}));
}

class RunnerTest : public testing::Test {
 protected:
  int run(const std::string& command) {
    std::promise<int> status;
    const auto pid = runner_.start({.words = {"/bin/bash", "-c", command},
                                    .directory = "/tmp",
                                    .output = folder_.path() + "/out"},
                                   [&](int it) { status.set_value(it); });
    EXPECT_TRUE(pid);
    pid_ = *pid;
    return status.get_future().get();
  }

  TemporaryDirectory folder_;
  IoPool pool_{1};
  ProcessRunner runner_{pool_.at(0)};
  int pid_ = 0;
};

TEST_F(RunnerTest, ExitCodesAreThoseOfAShell) {
  EXPECT_EQ(run("exit 0"), 0);
  EXPECT_EQ(run("exit 3"), 3);
  EXPECT_EQ(run("kill -TERM $$"), 143);
  EXPECT_EQ(run("kill -KILL $$"), 137);
  EXPECT_EQ(runner_.alive(), 0u);
}

TEST_F(RunnerTest, SeesTheDirectoryAndWritesTheFile) {
  EXPECT_EQ(run("pwd; ls /proc/self/fd | wc -w; cat"), 0);
  EXPECT_EQ(tail_of(folder_.path() + "/out", 100), "/tmp\n4\n");  // three, and ls's own
}

TEST_F(RunnerTest, NothingOfTheGroupIsLeft) {
  EXPECT_EQ(run("sleep 600 & echo $!; exit 0"), 0);
  const int child = std::stoi(tail_of(folder_.path() + "/out", 100));
  for (int i = 0; i < 200 && ::kill(child, 0) == 0; ++i) ::usleep(10'000);
  std::ifstream state("/proc/" + std::to_string(child) + "/stat");
  std::string line;
  std::getline(state, line);
  EXPECT_TRUE(line.empty() || line.find(" Z ") != std::string::npos) << line;
}

TEST_F(RunnerTest, StubbornProcessIsKilled) {
  std::promise<int> status;
  const auto pid = runner_.start(
      {.words = {"/bin/bash", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"},
       .directory = "/tmp",
       .output = folder_.path() + "/out"},
      [&](int it) { status.set_value(it); });
  ASSERT_TRUE(pid);
  while (tail_of(folder_.path() + "/out", 10) != "up\n") ::usleep(5'000);
  runner_.terminate(*pid, std::chrono::milliseconds(100));
  EXPECT_EQ(status.get_future().get(), 137);
}

TEST_F(RunnerTest, MissingProgram) {
  const auto pid = runner_.start({.words = {"/no/such/program"}, .directory = "/tmp"}, [](int) {});
  ASSERT_FALSE(pid);
  EXPECT_NE(pid.error().message.find("Cannot run program \"/no/such/program\""), std::string::npos);
}

TEST(ProcessTree, ReadsALine) {
  ProcessFigures it;
  ASSERT_TRUE(
      parse_process_line("42 (a) b (c) S 1 42 43 0 -1 4194560 1 2 3 4 500 20 7 8 20 0 1 0 "
                         "99 1048576 25 18446744073709551615",
                         it));
  EXPECT_EQ(it.pid, 42);
  EXPECT_EQ(it.name, "a) b (c");
  EXPECT_EQ(it.parent, 1);
  EXPECT_EQ(it.session, 43);
  EXPECT_EQ(it.virtual_bytes, 1048576);
  EXPECT_EQ(it.resident_pages, 25);
  EXPECT_FALSE(parse_process_line("", it));
  EXPECT_FALSE(parse_process_line("42 (cut off", it));
  EXPECT_FALSE(parse_process_line("42 (short) S 1", it));
}

TEST(ProcessTree, DescendantsAndTheSession) {
  const ProcessTable table({{10, {.pid = 10, .parent = 1, .session = 10, .resident_pages = 1}},
                            {11, {.pid = 11, .parent = 10, .session = 11, .resident_pages = 2}},
                            {12, {.pid = 12, .parent = 1, .session = 10, .resident_pages = 4}},
                            {13, {.pid = 13, .parent = 11, .session = 13, .resident_pages = 8}},
                            {14, {.pid = 14, .parent = 1, .session = 14, .resident_pages = 16}}});
  EXPECT_EQ(sum_of(table.tree(10)).physical_bytes, 15 * ::sysconf(_SC_PAGESIZE));
  EXPECT_TRUE(table.tree(999).empty());
}

TEST(ProcessTree, ExcessInHadoopsWords) {
  const std::string text = excess_text({.container = "container_1",
                                        .pid = 31841,
                                        .use = {158343168, 164311859},
                                        .physical_limit_bytes = 67108864,
                                        .virtual_limit_bytes = 140928614},
                                       {});
  EXPECT_TRUE(text.starts_with(
      "Container [pid=31841,containerID=container_1] is running 91234304B beyond the 'PHYSICAL' "
      "memory limit. Current usage: 151.0 MB of 64 MB physical memory used; 156.7 MB of 134.4 MB "
      "virtual memory used. Killing container.\nDump of the process-tree for container_1 :\n"))
      << text;
}

TEST(Directories, LayoutAndLeftovers) {
  TemporaryDirectory folder;
  Directories it({folder.path() + "/l"}, {folder.path() + "/g"});
  ASSERT_TRUE(it.prepare());
  ASSERT_TRUE(it.make_for("alice", "app", "c1"));
  EXPECT_EQ(it.work_root("alice", "app", "c1"),
            folder.path() + "/l/usercache/alice/appcache/app/c1");
  EXPECT_TRUE(std::filesystem::exists(it.work_root("alice", "app", "c1") + "/tmp"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/g/app/c1"));
  it.remove_container("alice", "app", "c1");
  EXPECT_FALSE(std::filesystem::exists(it.work_root("alice", "app", "c1")));
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/g/app/c1"));
  ASSERT_TRUE(it.prepare());
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/l/usercache/alice"));
}

}  // namespace
}  // namespace mammoth::yarn::node
