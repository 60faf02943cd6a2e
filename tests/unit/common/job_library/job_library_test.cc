// Job libraries built by the system's compiler in a temporary folder, good and bad ones.
#include "common/job_library/job_library.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "common/job_library/crash_reporter.h"

namespace mammoth {
namespace {

const LibraryAbi kAbi{"test_abi", "test/1"};
const char* const kTag = "extern \"C\" const char* test_abi() { return \"test/1\"; }\n";

class JobLibraryTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/job_library_test.XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string build(const std::string& name, const std::string& source) {
    std::ofstream(folder_ + "/" + name + ".cc") << source;
    const std::string library = folder_ + "/lib" + name + ".so";
    const std::string command =
        "c++ -shared -fPIC -O0 -o " + library + " " + folder_ + "/" + name + ".cc";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return library;
  }
  std::string refusal(const std::string& path) {
    const Result<JobLibrary> library = JobLibrary::open(path, kAbi);
    return library ? "" : library.error().message;
  }

  std::string folder_;
};

TEST_F(JobLibraryTest, RunsMainWithItsArguments) {
  const std::string path = build("one", std::string(kTag) +
                                            "extern \"C\" int mammoth_main(int argc, char** argv) "
                                            "{ return argc * 10 + argv[1][0] - '0'; }");
  const JobLibrary library = JobLibrary::open(path, kAbi).value();
  EXPECT_TRUE(library.has_main());
  EXPECT_EQ(library.run({"7", "x"}), 37);
}

TEST_F(JobLibraryTest, ATableOfProgramsAsProgramDriverPrintsIt) {
  const std::string path = build("table", std::string(kTag) + R"(
struct Program { const char* name; int (*main)(int, char**); const char* description; };
static int sort_main(int argc, char**) { return argc; }
static const Program table[] = {{"sort", &sort_main, "sorts."}, {"grep", &sort_main, "greps."}, {}};
extern "C" const Program* mammoth_programs() { return table; })");
  const JobLibrary library = JobLibrary::open(path, kAbi).value();
  EXPECT_EQ(library.run({"sort", "a", "b"}), 3);
  testing::internal::CaptureStdout();
  EXPECT_EQ(library.run({"nothing"}), 255);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "Unknown program 'nothing' chosen.\nValid program names are:\n"
            "  grep: greps.\n  sort: sorts.\n");
  testing::internal::CaptureStdout();
  EXPECT_EQ(library.run({}), 255);
  EXPECT_TRUE(testing::internal::GetCapturedStdout().starts_with(
      "An example program must be given as the first argument.\nValid program names are:\n"));
}

TEST_F(JobLibraryTest, SaysWhatIsWrongWithALibrary) {
  EXPECT_EQ(refusal(folder_ + "/none.so"),
            "JAR does not exist or is not a normal file: " + folder_ + "/none.so");
  std::ofstream(folder_ + "/text.so") << "hello";
  EXPECT_EQ(refusal(folder_ + "/text.so"), folder_ + "/text.so is not a shared library");
  std::ofstream(folder_ + "/java.jar") << "PK\3\4";
  EXPECT_NE(refusal(folder_ + "/java.jar").find("is a Java archive"), std::string::npos);
  std::ofstream(folder_ + "/cut.so") << "\x7f"
                                        "ELF";
  EXPECT_NE(refusal(folder_ + "/cut.so").find("cannot load job library"), std::string::npos);

  EXPECT_NE(refusal(build("untagged", "extern \"C\" int mammoth_main(int, char**) { return 0; }"))
                .find("it does not export test_abi"),
            std::string::npos);
  const std::string other =
      refusal(build("other", "extern \"C\" const char* test_abi() { return \"test/0\"; }"));
  EXPECT_NE(other.find("was built for ABI \"test/0\", this program has ABI \"test/1\""),
            std::string::npos);
  EXPECT_NE(refusal(build("empty", kTag)).find("has no entry"), std::string::npos);
  EXPECT_NE(
      refusal(
          build("undefined",
                std::string(kTag) +
                    "namespace words { void count(int); }\n"
                    "extern \"C\" int mammoth_main(int, char**) { words::count(1); return 0; }"))
          .find("undefined symbol: words::count(int)"),
      std::string::npos);
}

TEST_F(JobLibraryTest, ACrashNamesTheFunctionOfTheLibrary) {
  const std::string path = build("crash", std::string(kTag) + R"(
namespace { __attribute__((noinline)) int broken(int* where) { *where = 1; return *where; } }
extern "C" int mammoth_main(int, char**) { return broken(nullptr); })");
  EXPECT_EXIT(
      {
        const JobLibrary library = JobLibrary::open(path, kAbi).value();
        install_crash_reporter(library.path());
        const CrashStack stack;
        library.run({});
      },
      testing::KilledBySignal(SIGSEGV),
      "libcrash.so crashed: SIGSEGV .*at address (\\(nil\\)|0x0|0)\n  in "
      "\\(anonymous namespace\\)::broken\\(int\\*\\) \\(libcrash.so");
}

TEST_F(JobLibraryTest, AnEndlessRecursionIsReportedToo) {
  const std::string path = build("deep", std::string(kTag) + R"(
int deeper(volatile char* above) { volatile char here[4096]; here[0] = *above; return deeper(here) + here[1]; }
extern "C" int mammoth_main(int, char**) { char first = 0; return deeper(&first); })");
  EXPECT_EXIT(
      {
        const JobLibrary library = JobLibrary::open(path, kAbi).value();
        install_crash_reporter(library.path());
        const CrashStack stack;
        library.run({});
      },
      testing::KilledBySignal(SIGSEGV), "libdeep.so crashed: SIGSEGV");
}

}  // namespace
}  // namespace mammoth
