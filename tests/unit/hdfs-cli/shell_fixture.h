// `hdfs dfs` against file systems in memory: one cluster, hdfs://namenode:8020, and one local disk.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "hdfs-cli/generic_options.h"
#include "hdfs-cli/shell.h"
#include "tests/support/fake_file_system.h"

namespace mammoth::cli {

class StringOutput final : public Output {
 public:
  void write(std::string_view text) override {
    const std::scoped_lock lock(mutex_);
    text_.append(text);
  }
  bool failed() const override { return failed_; }
  bool is_terminal() const override { return is_terminal_; }

  void fail() { failed_ = true; }
  void be_terminal() { is_terminal_ = true; }
  std::string take() { return std::exchange(text_, ""); }

 private:
  std::mutex mutex_;
  std::string text_;
  bool failed_ = false;
  bool is_terminal_ = false;
};

class StringInput final : public Input {
 public:
  Result<std::size_t> read(std::span<std::byte> buffer) override {
    const std::size_t count = std::min(buffer.size(), text.size());
    std::memcpy(buffer.data(), text.data(), count);
    text.erase(0, count);
    return count;
  }
  std::string text;
};

class ShellTest : public ::testing::Test {
 protected:
  struct Outcome {
    int code;
    std::string out;
    std::string err;  // without the list of all commands
  };

  ShellTest() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    environment_.configuration.set("fs.defaultFS", "hdfs://namenode:8020");
    environment_.working_directory = "/home/alice";
    environment_.open_file_system =
        [this](std::string_view uri,
               const Configuration&) -> Result<std::shared_ptr<hdfs::FileSystem>> {
      if (uri.starts_with("hdfs://namenode")) return std::shared_ptr<hdfs::FileSystem>(hdfs_);
      if (uri.starts_with("file:")) return std::shared_ptr<hdfs::FileSystem>(local_);
      return Error{
          ErrorCode::kUnsupportedOperation,
          "No FileSystem for scheme \"" + std::string(uri.substr(0, uri.find(':'))) + "\""};
    };
    environment_.sleep = [this](std::int64_t ms) {
      clock_.advance_ms(ms);
      return on_sleep_ ? on_sleep_() : true;
    };
    local_->add_directory("/home/alice");
    hdfs_->add_directory("/user/alice");
  }

  Outcome run(Arguments arguments) {
    const Result<void> options = parse_generic_options(environment_, arguments);
    EXPECT_TRUE(options) << options.error().message;
    const int code = run_shell(environment_, std::move(arguments));
    std::string err = err_.take();
    const std::size_t list = err.find("Usage: hadoop fs [generic options]\n");
    const std::string_view end = "command [genericOptions] [commandOptions]\n\n";
    if (list != std::string::npos) err.erase(list, err.find(end) + end.size() - list);
    return {code, out_.take(), err};
  }

  ManualClock clock_{1'600'000'000'000};  // 2020-09-13 12:26:40 UTC
  std::shared_ptr<hdfs::FakeFileSystem> hdfs_ =
      std::make_shared<hdfs::FakeFileSystem>("hdfs://namenode:8020", clock_);
  std::shared_ptr<hdfs::FakeFileSystem> local_ =
      std::make_shared<hdfs::FakeFileSystem>("file:///", clock_);
  StringOutput out_;
  StringOutput err_;
  StringInput in_;
  std::function<bool()> on_sleep_;
  Environment environment_{out_, err_, in_, clock_};
};

}  // namespace mammoth::cli
