// A decoder of foreign bytes, as the fuzzer sees it: a name, a function that must come back
// whatever the bytes are, and a few inputs to begin with. MalformedInput is an answer; every other
// exception, a sanitizer's finding, 512 MiB or ten seconds are not.
#pragma once

#include <string>
#include <vector>

#include "common/base/bytes.h"

namespace mammoth::fuzz {

struct Target {
  const char* name;
  void (*run)(std::string_view bytes);
  std::vector<std::string> seeds;
};

// Adds to the list of targets; before main().
struct Registration {
  explicit Registration(Target target);
};

const std::vector<Target>& targets();

}  // namespace mammoth::fuzz
