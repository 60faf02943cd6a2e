#include "spark-core/remote/spec_pipe.h"

#include <unistd.h>

namespace mammoth::spark {
namespace {

constexpr std::uint32_t kMostSpecBytes = 16u << 20;

void read_fully(int descriptor, char* at, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t n = ::read(descriptor, at, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw std::runtime_error("no executor specification on standard input");
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
}

}  // namespace

std::string broadcast_block(std::uint64_t id) {
  return "broadcast_" + std::to_string(id);
}
std::string file_block(const std::string& name) {
  return "file_" + name;
}

std::string frame_of(const ExecutorSpec& spec) {
  return frame_of_bytes(to_bytes(spec));
}

std::string frame_of_bytes(std::string_view body) {
  Writer out;
  out.fixed(static_cast<std::uint32_t>(body.size()));
  out.raw(body.data(), body.size());
  return out.take();
}

ExecutorSpec read_spec(int descriptor) {
  return from_bytes<ExecutorSpec>(read_framed_bytes(descriptor));
}

std::string read_framed_bytes(int descriptor) {
  std::uint32_t length = 0;
  read_fully(descriptor, reinterpret_cast<char*>(&length), sizeof length);
  if (length > kMostSpecBytes) throw std::runtime_error("no executor specification");
  std::string body(length, '\0');
  read_fully(descriptor, body.data(), body.size());
  return body;
}

}  // namespace mammoth::spark
