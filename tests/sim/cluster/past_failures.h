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
    PastFailure{8, 1,
                "a replica that got no packet had no header, its block could not be recovered"},
    PastFailure{28, 0.5,
                "of a truncation, part was done when the NameNode failed; none could follow"},
    PastFailure{47, 0.5, "a repeated call was answered by a NameNode whose journal had failed"},
    PastFailure{3001, 0.5,
                "a full disk at the beginning of a replica: its shard was locked for ever"},
    PastFailure{3014, 1, "a truncation cut short by the disk left a replica with a wrong checksum"},
};

}  // namespace mammoth::sim
