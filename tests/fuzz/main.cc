// One program for all targets; libFuzzer's main() calls what is here.
//
//   fuzz --list                              the names
//   fuzz --seeds NAME DIRECTORY              writes what NAME begins with
//   MAMMOTH_FUZZ=NAME fuzz CORPUS [options]  libFuzzer's own options
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "common/io/malformed_input.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

std::vector<Target>& all() {
  static std::vector<Target> targets;
  return targets;
}

const Target* chosen = nullptr;

const Target& find(const char* name) {
  for (const Target& target : all())
    if (name != nullptr && std::strcmp(target.name, name) == 0) return target;
  std::fprintf(stderr, "MAMMOTH_FUZZ names no target: '%s'; --list shows them\n",
               name == nullptr ? "" : name);
  std::exit(2);
}

void write_seeds(const Target& target, const std::string& directory) {
  int number = 0;
  for (const std::string& seed : target.seeds)
    std::ofstream(directory + "/seed-" + std::to_string(number++), std::ios::binary) << seed;
}

}  // namespace

Registration::Registration(Target target) {
  all().push_back(std::move(target));
}

const std::vector<Target>& targets() {
  return all();
}

}  // namespace mammoth::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using namespace mammoth::fuzz;
  if (*argc > 1 && std::strcmp((*argv)[1], "--list") == 0) {
    for (const Target& target : targets()) std::puts(target.name);
    std::exit(0);
  }
  if (*argc > 3 && std::strcmp((*argv)[1], "--seeds") == 0) {
    write_seeds(find((*argv)[2]), (*argv)[3]);
    std::exit(0);
  }
  chosen = &find(std::getenv("MAMMOTH_FUZZ"));
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    mammoth::fuzz::chosen->run({reinterpret_cast<const char*>(data), size});
  } catch (const mammoth::MalformedInput&) {
  }
  return 0;
}
