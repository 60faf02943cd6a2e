#include "common/job_library/job_library.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mammoth {

namespace {

constexpr std::size_t kMaxPrograms = 1000;
constexpr int kNoSuchProgram = 255;

Error refusal(std::string message) {
  return Error{ErrorCode::kIo, std::move(message)};
}

// What the file is, as far as it can be seen before the linker touches it.
Result<void> check_file(const std::string& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure))
    return refusal("JAR does not exist or is not a normal file: " + path);
  char magic[4] = {};
  std::ifstream(path, std::ios::binary).read(magic, sizeof magic);
  if (std::memcmp(magic,
                  "\x7f"
                  "ELF",
                  4) == 0)
    return {};
  if (std::memcmp(magic, "PK", 2) == 0)
    return refusal(
        fmt::format("{} is a Java archive: only job libraries (shared libraries built "
                    "with Mammoth's headers) can be run",
                    path));
  return refusal(fmt::format("{} is not a shared library", path));
}

std::string linker_message() {
  const char* message = ::dlerror();
  return message == nullptr ? "unknown error" : demangled(message);
}

int call(int (*function)(int, char**), std::string name, std::vector<std::string> arguments) {
  std::vector<char*> argv{name.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  return function(static_cast<int>(argv.size() - 1), argv.data());
}

}  // namespace

std::string demangled(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts_word = at == 0 || (!std::isalnum(text[at - 1]) && text[at - 1] != '_');
    if (starts_word && text.substr(at).starts_with("_Z")) {
      const std::size_t end = std::min(
          text.size(), text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789_.$",
                                              at));
      const std::string symbol(text.substr(at, end - at));
      int status = 0;
      char* readable = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
      out += status == 0 ? readable : symbol;
      std::free(readable);
      at = end;
    } else {
      out += text[at++];
    }
  }
  return out;
}

Result<JobLibrary> JobLibrary::open(const std::string& path, const LibraryAbi& abi) {
  TRY(check_file(path));
  std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
  void* handle = ::dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    return refusal(fmt::format("cannot load job library {}", linker_message()));
  JobLibrary library(std::move(absolute), handle);

  void* tag = ::dlsym(handle, abi.symbol.c_str());
  if (tag == nullptr)
    return refusal(
        fmt::format("{} is not a job library of this kind: it does not export {}; this "
                    "program runs libraries of ABI \"{}\"",
                    path, abi.symbol, abi.tag));
  const char* found = reinterpret_cast<const char* (*)()>(tag)();
  if (found == nullptr || abi.tag != found)
    return refusal(
        fmt::format("{} was built for ABI \"{}\", this program has ABI \"{}\": build it "
                    "again with the headers of this version",
                    path, found == nullptr ? "" : found, abi.tag));
  TRY(library.find_entries());
  if (abi.needs_program && library.main_ == nullptr && library.programs_.empty())
    return refusal(
        fmt::format("{} has no entry: it exports neither mammoth_main nor "
                    "mammoth_programs",
                    path));
  return library;
}

Result<void> JobLibrary::find_entries() {
  main_ = reinterpret_cast<int (*)(int, char**)>(::dlsym(handle_, "mammoth_main"));
  if (void* table = ::dlsym(handle_, "mammoth_programs")) {
    const Program* program = reinterpret_cast<const Program* (*)()>(table)();
    for (; program != nullptr && program->name != nullptr; ++program) {
      if (programs_.size() == kMaxPrograms || program->main == nullptr)
        return refusal(path_ + ": mammoth_programs() does not answer a table that ends");
      programs_.push_back(*program);
    }
  }
  return {};
}

Result<void*> JobLibrary::symbol(const std::string& name) const {
  if (void* address = ::dlsym(handle_, name.c_str())) return address;
  return refusal(fmt::format("{} does not export {}", path_, name));
}

int JobLibrary::run(const std::vector<std::string>& arguments) const {
  if (main_ != nullptr) return call(main_, path_, arguments);
  std::string message = "An example program must be given as the first argument.\n";
  if (!arguments.empty()) {
    for (const Program& program : programs_)
      if (arguments.front() == program.name)
        return call(program.main, program.name, {arguments.begin() + 1, arguments.end()});
    message = fmt::format("Unknown program '{}' chosen.\n", arguments.front());
  }
  std::vector<Program> sorted = programs_;
  std::ranges::sort(sorted, {}, [](const Program& program) { return std::string(program.name); });
  message += "Valid program names are:\n";
  for (const Program& program : sorted)
    message += fmt::format("  {}: {}\n", program.name,
                           program.description == nullptr ? "" : program.description);
  std::fwrite(message.data(), 1, message.size(), stdout);
  std::fflush(stdout);
  return kNoSuchProgram;
}

}  // namespace mammoth
