#include "spark-core/deploy/driver_process.h"

#include <unistd.h>

#include <cerrno>

#include "spark-core/remote/spec_pipe.h"

namespace mammoth::spark::deploy {

std::string frame_of(const DriverSpec& spec) {
  return frame_of_bytes(to_bytes(spec));
}

DriverSpec read_driver_spec(int descriptor) {
  return from_bytes<DriverSpec>(read_framed_bytes(descriptor));
}

std::thread end_with(int descriptor) {
  return std::thread([descriptor] {
    char byte = 0;
    while (::read(descriptor, &byte, 1) > 0 || errno == EINTR) errno = 0;
    ::_exit(1);
  });
}

}  // namespace mammoth::spark::deploy
