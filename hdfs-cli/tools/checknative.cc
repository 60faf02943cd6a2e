// `hadoop checknative` (Hadoop: NativeLibraryChecker). There is nothing but native code here: the
// first line names this program, the others the libraries that it runs with.
#include <fmt/format.h>
#include <link.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <optional>

#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

std::optional<std::string> loaded_library(std::string_view name) {
  struct Search {
    std::string_view name;
    std::optional<std::string> path{};
  } search{name};
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        auto& wanted = *static_cast<Search*>(data);
        const std::string_view path = info->dlpi_name;
        if (!path.substr(path.rfind('/') + 1).starts_with(wanted.name)) return 0;
        wanted.path = path;
        return 1;
      },
      &search);
  return search.path;
}

std::string program_path() {
  std::array<char, PATH_MAX> path{};
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  return length < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(length));
}

}  // namespace

int run_checknative(Environment& environment, const Arguments& arguments) {
  if (arguments.size() == 1 && arguments[0] == "-h") {
    environment.out.line(
        "hadoop checknative [-a|-h]\n"
        "  -a  fails unless all are there\n"
        "  -h  this text");
    return 0;
  }
  if (arguments.size() > 1 || (arguments.size() == 1 && arguments[0] != "-a")) {
    environment.err.line("hadoop checknative [-a|-h]");
    return 1;
  }
  struct Row {
    std::string_view title;
    std::string_view library;
  };
  constexpr std::array kRows{Row{"zlib:   ", "libz.so"}, Row{"zstd  : ", "libzstd.so"},
                             Row{"bzip2:  ", "libbz2.so"}, Row{"openssl:", "libcrypto.so"},
                             Row{"ISA-L:  ", "libisal.so"}};
  environment.out.line("Native library checking:");
  environment.out.line("hadoop:  true " + program_path());
  bool all = true;
  for (const Row& row : kRows) {
    const auto path = loaded_library(row.library);
    if (row.library != "libcrypto.so") all &= path.has_value();
    environment.out.line(fmt::format("{} {} {}", row.title, path.has_value(), path.value_or("")));
  }
  environment.out.line("PMDK:    false There is no support for persistent memory.");
  return !all && !arguments.empty() ? 1 : 0;
}

}  // namespace mammoth::cli
