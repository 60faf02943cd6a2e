// The frame of `hdfs cacheadmin`, `crypto`, `ec` and `storagepolicies` (Hadoop: AdminHelper): a
// table of commands whose names begin with a dash, usages, -help, and how refusals are shown.
#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/hdfs/open_namenode.h"
#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"
#include "hdfs-cli/file_systems.h"

namespace mammoth::cli {

struct ToolCommand {
  std::string_view name;       // with its dash
  std::string_view arguments;  // as the usage shows them, without the space before them
  // What it does; lines "<x>\tmeaning" behind it are its arguments.
  std::string_view help;
  // The exit code. An error is a mistake of the caller: it is shown, and the code is 255.
  Result<int> (*run)(Environment& environment, const ToolCommand& command, Arguments arguments);
};

inline constexpr int kToolMisused = 1;
inline constexpr int kToolRefused = 2;

// Finds the command and runs it; the generic options are gone already. Answers the exit code.
int run_admin_tool(Environment& environment, std::string_view tool,
                   std::span<const ToolCommand> commands, const Arguments& arguments);

std::string short_usage(const ToolCommand& command);  // "[-name ARGUMENTS]\n"
std::string long_usage(const ToolCommand& command);

// Writes `what`, with the whole usage behind it if `with_usage`; answers kToolMisused.
int misused(Environment& environment, std::string_view what);
int misused(Environment& environment, std::string_view what, const ToolCommand& command);
// "Can't understand argument: X" where an argument is left; then the exit code.
std::optional<int> left_over(Environment& environment, const Arguments& arguments);
// The same for all of them, with the short usage.
std::optional<int> all_left_over(Environment& environment, const Arguments& arguments,
                                 const ToolCommand& command);

// Writes "ExceptionName: first line" and answers `code`. The names of refusals of the NameNode:
// those of `known`, or of every IOException if it is empty; others are a RemoteException.
int refused(Environment& environment, const Error& error, int code = kToolRefused,
            std::initializer_list<ErrorCode> known = {});

// The same where Hadoop's client does not look into the refusal: a RemoteException, whatever it is.
int refused_remotely(Environment& environment, const Error& error);

// Takes the first argument that is no option, or the one behind "--" (Hadoop:
// StringUtils.popFirstNonOption).
std::optional<std::string> pop_first_non_option(Arguments& arguments);

// A path of a file system that must be HDFS, as its NameNode knows it.
struct ToolTarget {
  FileSystems::Pointer file_system;
  std::string path;
};
Result<ToolTarget> hdfs_target(FileSystems& file_systems, const std::string& text);
// The NameNode of the default file system, which must be HDFS, or of that one.
Result<std::unique_ptr<hdfs::NamenodeProxy>> default_namenode(const Environment& environment);
Result<std::unique_ptr<hdfs::NamenodeProxy>> namenode_of(const Environment& environment,
                                                         const hdfs::FileSystem& file_system);

// A table in the shape of Hadoop's TableListing: columns as wide as their longest cell and one
// more, a space between them.
class Listing {
 public:
  enum class Side { kLeft, kRight };
  struct Column {
    std::string title;
    Side side = Side::kLeft;
  };
  explicit Listing(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string to_string() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace mammoth::cli
