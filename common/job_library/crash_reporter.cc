#include "common/job_library/crash_reporter.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "common/job_library/symbol_table.h"

namespace mammoth {

namespace {

constexpr std::size_t kStackBytes = 256 * 1024;
constexpr int kMaxFrames = 64;
constexpr unsigned kReportSeconds = 5;

struct FatalSignal {
  int number;
  const char* name;
  const char* meaning;
};
constexpr std::array kSignals{
    FatalSignal{SIGSEGV, "SIGSEGV", "invalid memory access"},
    FatalSignal{SIGBUS, "SIGBUS", "bus error"},
    FatalSignal{SIGFPE, "SIGFPE", "arithmetic error"},
    FatalSignal{SIGILL, "SIGILL", "illegal instruction"},
    FatalSignal{SIGABRT, "SIGABRT", "aborted"},
};

std::atomic_flag reporting;
// Set once before the handlers are.
char library_path[4096];

const char* base_name(const char* path) {
  const char* slash = std::strrchr(path, '/');
  return slash == nullptr ? path : slash + 1;
}

void write_text(const char* text, int length) {
  for (int written = 0; written < length;) {
    const ssize_t count = ::write(2, text + written, static_cast<std::size_t>(length - written));
    if (count <= 0) return;
    written += static_cast<int>(count);
  }
}

bool is_in_library(const Dl_info& info) {
  return library_path[0] != '\0' && info.dli_fname != nullptr &&
         std::strcmp(base_name(info.dli_fname), base_name(library_path)) == 0;
}

// One line; demangling may need memory, which is why the report has a time limit.
void write_frame(const char* lead, void* address) {
  Dl_info info{};
  char line[4096];
  if (::dladdr(address, &info) == 0 || info.dli_fname == nullptr) {
    write_text(line, std::snprintf(line, sizeof line, "%s%p\n", lead, address));
    return;
  }
  const std::uintptr_t offset =
      reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  char symbol[2048] = "?";
  if (!find_function_name(info.dli_fname, offset - 1, symbol, sizeof symbol) &&
      info.dli_sname != nullptr)
    std::snprintf(symbol, sizeof symbol, "%s", info.dli_sname);
  int status = 0;
  char* readable = abi::__cxa_demangle(symbol, nullptr, nullptr, &status);
  const int length =
      std::snprintf(line, sizeof line, "%s%s (%s+0x%zx)\n", lead, status == 0 ? readable : symbol,
                    base_name(info.dli_fname), static_cast<std::size_t>(offset));
  write_text(line, std::min<int>(length, sizeof line - 1));
}

void report(int number, siginfo_t* details, void*) {
  // Of several threads that crash the first one reports; the process dies with it.
  if (reporting.test_and_set())
    for (;;) ::pause();
  std::signal(SIGALRM, SIG_DFL);
  ::alarm(kReportSeconds);
  const FatalSignal* kind = kSignals.data();
  for (const FatalSignal& signal : kSignals)
    if (signal.number == number) kind = &signal;

  void* frames[kMaxFrames];
  const int count = ::backtrace(frames, kMaxFrames);
  void* culprit = nullptr;
  for (int i = 0; i < count && culprit == nullptr; ++i) {
    Dl_info info{};
    if (::dladdr(frames[i], &info) != 0 && is_in_library(info)) culprit = frames[i];
  }
  char line[512];
  const bool has_address = number != SIGABRT;
  const char* who = culprit == nullptr ? "the process" : base_name(library_path);
  int length = has_address ? std::snprintf(line, sizeof line, "%s crashed: %s (%s) at address %p\n",
                                           who, kind->name, kind->meaning, details->si_addr)
                           : std::snprintf(line, sizeof line, "%s crashed: %s (%s)\n", who,
                                           kind->name, kind->meaning);
  write_text(line, std::min<int>(length, sizeof line - 1));
  if (culprit != nullptr) write_frame("  in ", culprit);
  write_text("frames:\n", 8);
  for (int i = 2; i < count; ++i) write_frame("    at ", frames[i]);

  std::signal(number, SIG_DFL);
  std::raise(number);
}

}  // namespace

void install_crash_reporter(const std::string& library) {
  std::snprintf(library_path, sizeof library_path, "%s", library.c_str());
  void* frame;
  ::backtrace(&frame, 1);  // loads the unwinder now, while memory can be had
  struct sigaction action{};
  action.sa_sigaction = &report;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (const FatalSignal& signal : kSignals) ::sigaction(signal.number, &action, nullptr);
}

CrashStack::CrashStack() : memory_(new char[kStackBytes]) {
  stack_t stack{};
  stack.ss_sp = memory_.get();
  stack.ss_size = kStackBytes;
  ::sigaltstack(&stack, nullptr);
}

CrashStack::~CrashStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

}  // namespace mammoth
