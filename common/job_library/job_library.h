// JobLibrary: a user's shared library, loaded into this process (Hadoop: RunJar and the class
// loader behind it). What it must export is in program.h.
//
// A library is never unloaded: objects of its classes may live until the process ends. Its symbols
// stay its own (RTLD_LOCAL) and are all resolved when it is opened, so that a missing function is
// reported now and not in the middle of a job.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/job_library/program.h"

namespace mammoth {

// The ABI a library must have been built for: the function of this name, `const char*()`, answers
// the tag.
struct LibraryAbi {
  std::string symbol;
  std::string tag;
  bool needs_program = true;  // refuse a library without mammoth_main and without a table
};

// Thread-safe once opened.
class JobLibrary {
 public:
  // Refused, with a message for the user: no file (Hadoop's words), something that is no shared
  // library, undefined symbols (named, demangled), no or another ABI tag (naming both).
  static Result<JobLibrary> open(const std::string& path, const LibraryAbi& abi);

  const std::string& path() const { return path_; }  // absolute
  bool has_main() const { return main_ != nullptr; }
  // Those of its table, in its order; empty without one.
  const std::vector<Program>& programs() const { return programs_; }
  // The address of an exported symbol; an error that names it if there is none.
  Result<void*> symbol(const std::string& name) const;

  // Runs the program that `arguments` ask for: `mammoth_main` with all of them, or the table's
  // program named by the first one with the rest. Answers its exit code; whatever it throws comes
  // out. Without a program of that name it writes what Hadoop's ProgramDriver prints to standard
  // output and answers 255.
  int run(const std::vector<std::string>& arguments) const;

 private:
  JobLibrary(std::string path, void* handle) : path_(std::move(path)), handle_(handle) {}
  Result<void> find_entries();

  std::string path_;
  void* handle_;
  int (*main_)(int, char**) = nullptr;
  std::vector<Program> programs_;
};

// The symbols of C++ inside a linker's message in readable form.
std::string demangled(std::string_view text);

}  // namespace mammoth
