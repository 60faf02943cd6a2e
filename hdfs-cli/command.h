// Command: what all commands of `hdfs dfs` share (Hadoop: org.apache.hadoop.fs.shell.Command and
// FsCommand). A command overrides the steps in which it differs:
//
//   run
//     parse_options             takes the options out of the arguments
//     process_raw_arguments
//       expand_argument         one argument → the paths it names (glob)
//       process_arguments
//         process_argument      ├─ process_path_argument     it exists
//                               │    process_paths           → process_path for each, and below
//                               │      recurse_path            directories if recursive()
//                               └─ process_nonexistent_path
//
// An error of one path is written to standard error, "name: message", and the next path follows;
// the exit code is then 1. Only errors for which ends_command() holds end the command: they travel
// up to the shell.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"
#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

class Command;

// An entry of the table of commands. Constants; nothing owns them.
struct CommandInfo {
  std::string_view name;   // without its dash
  std::string_view usage;  // arguments only
  // What it does, one paragraph a line; lines "-x  text" are options. Wrapped when printed.
  std::string_view help;
  std::unique_ptr<Command> (*make)(const CommandInfo& info, Environment& environment);
  std::string_view replaced_by{};  // set: a deprecated name for this command line

  bool is_deprecated() const { return !replaced_by.empty(); }
  std::string usage_line() const;  // "-name usage"
};

// For one run. Not thread-safe, except display_error() and display_warning().
class Command {
 public:
  // Both must outlive it.
  Command(const CommandInfo& info, Environment& environment);
  virtual ~Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // The exit code, or an error that ends the command.
  Result<int> run(Arguments arguments);

 protected:
  virtual Result<void> parse_options(Arguments& arguments);
  virtual Result<void> process_raw_arguments(Arguments& arguments);
  virtual Result<std::vector<PathData>> expand_argument(const std::string& argument);
  virtual Result<void> process_arguments(std::vector<PathData>& items);
  virtual Result<void> process_path_argument(PathData& item);
  virtual Result<void> process_nonexistent_path(PathData& item);
  // Of the arguments (`parent` is null) or of a directory's entries.
  virtual Result<void> process_paths(const PathData* parent, std::vector<PathData>& items);
  virtual Result<void> process_path(PathData& item);
  virtual Result<void> post_process_path(PathData& item);  // after what is below it
  virtual bool is_recursable(const PathData& item) const { return item.is_directory(); }
  virtual Result<void> recurse_path(PathData& item);
  // Whether a directory is read whole and ordered before its entries are processed.
  virtual bool is_sorted() const { return false; }
  // Entries of a directory that go to process_paths at a time when it is not.
  virtual std::size_t listing_group() const { return 1; }

  // Writes the error down unless it ends the command, in which case it is returned.
  Result<void> tolerate(Result<void> outcome);
  void display_error(const Error& error);
  void display_warning(std::string_view message);

  bool recursive() const { return recursive_; }
  void set_recursive(bool recursive) { recursive_ = recursive; }
  int depth() const { return depth_; }  // 0: an argument itself
  void set_exit_code(int code) { exit_code_ = code; }
  int exit_code() const { return exit_code_; }

  Environment& environment() { return environment_; }
  FileSystems& file_systems() { return file_systems_; }
  Output& out() { return environment_.out; }
  std::string_view name() const { return info_.name; }
  const CommandInfo& info() const { return info_; }

 private:
  Result<void> process_argument(PathData& item);
  Result<void> process_one(PathData& item);
  Result<void> process_listing(PathData& directory);

  const CommandInfo& info_;
  Environment& environment_;
  FileSystems file_systems_;
  bool recursive_ = false;
  int depth_ = 0;
  int exit_code_ = 0;
  std::mutex errors_mutex_;
  int errors_ = 0;  // guarded by errors_mutex_
};

// For the `make` of an entry.
template <class T>
std::unique_ptr<Command> make_command(const CommandInfo& info, Environment& environment) {
  return std::make_unique<T>(info, environment);
}

}  // namespace mammoth::cli
