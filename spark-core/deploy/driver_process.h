// What the process of a driver that a worker runs is told on its standard input, which then stays
// open for as long as the worker wants it to live.
#pragma once

#include <thread>

#include "spark-core/deploy/messages.h"

namespace mammoth::spark::deploy {

struct DriverSpec {
  DriverDescription who{};
  std::string directory{};  // to work in
};

// A frame as that of ExecutorSpec (remote/spec_pipe.h).
std::string frame_of(const DriverSpec& spec);
// Throws std::runtime_error for what is no spec.
DriverSpec read_driver_spec(int descriptor);
// A thread that ends this process when the other end of the descriptor closes; it does not end before.
[[nodiscard]] std::thread end_with(int descriptor);

}  // namespace mammoth::spark::deploy
