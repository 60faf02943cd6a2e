// Says what killed the process when a user's code crashes: the signal, the first frame inside the
// job library with its function's name, and the frames around it; then the process dies of that
// signal as it would have (Hadoop has the JVM's hs_err file for this).
//
//   libwords.so crashed: SIGSEGV (invalid memory access) at address 0x0
//     in (anonymous namespace)::WordMapper::map(...) (libwords.so+0x1a2f)
//
// Names come from the library's full symbol table, so functions of anonymous namespaces have theirs
// unless the library is stripped.
#pragma once

#include <memory>
#include <string>

namespace mammoth {

// Catches SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT from now on. `library` is the path of the
// user's library; empty: none is singled out. The report goes to standard error.
void install_crash_reporter(const std::string& library);

// A stack for the report, so that an overflow of the thread's own stack is reported too. One lives
// in each thread that runs a user's code, for as long as it does.
class CrashStack {
 public:
  CrashStack();
  ~CrashStack();
  CrashStack(const CrashStack&) = delete;
  CrashStack& operator=(const CrashStack&) = delete;

 private:
  std::unique_ptr<char[]> memory_;
};

}  // namespace mammoth
