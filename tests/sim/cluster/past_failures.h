// Seeds whose histories once went wrong, and what it was.
#pragma once

#include <array>
#include <cstdint>

namespace mammoth::sim {

struct PastFailure {
  std::uint64_t seed;
  double hours;
  const char* what;
};

inline constexpr std::array kPastFailures{
    PastFailure{7, 0.5, "a replica that waits for recovery told readers a length of -1"},
    PastFailure{
        8, 1,
        "a replica that never got a packet had no header, and its block could not be recovered"},
};

}  // namespace mammoth::sim
