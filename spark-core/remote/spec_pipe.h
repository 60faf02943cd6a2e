// An ExecutorSpec on its way through a pipe: length u32, little-endian, then its bytes.
#pragma once

#include "spark-core/remote/messages.h"

namespace mammoth::spark {

std::string frame_of(const ExecutorSpec& spec);
// The same for the bytes of anything.
std::string frame_of_bytes(std::string_view body);
std::string read_framed_bytes(int descriptor);
// Throws std::runtime_error for what is no spec; at most 16 MiB are read.
ExecutorSpec read_spec(int descriptor);

}  // namespace mammoth::spark
