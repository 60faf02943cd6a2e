#include "spark-core/blocks/block_server.h"

#include <unistd.h>

#include "common/io/crc32.h"
#include "spark-core/plan/wire.h"
#include "spark-core/shuffle/map_output.h"

namespace mammoth::spark {
namespace {

// A peer may take as long as its work with the last block takes.
constexpr auto kPatience = std::chrono::minutes(10);

void send_head(net::Socket& socket, std::uint64_t length, std::uint32_t checksum) {
  Writer head;
  head.fixed(length);
  head.fixed(checksum);
  net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kBlock), head.view());
}

void send_output(net::Socket& socket, std::string_view request, const LocalFiles& files) {
  Reader in(request);
  MapOutputId id;
  id.shuffle = in.fixed<int>();
  id.map_task = in.fixed<std::int64_t>();
  const OutputRange range = find_map_output(files.roots(), id, in.fixed<int>());
  if (range.size == 0) return send_head(socket, 0, 0);
  const LocalFile data = LocalFile::open(range.file);
  if (range.offset + range.size > data.size_bytes())
    throw std::runtime_error(range.file + " is cut short");
  send_head(socket, range.size, range.checksum);
  socket.write_file(data.descriptor(), range.offset, range.size);
}

std::uint32_t checksum_of(const LocalFile& file, std::uint64_t size) {
  std::uint32_t crc = 0;
  for (std::uint64_t at = 0; at < size;) {
    const std::string piece = file.read(at, 1 << 20);
    if (piece.empty()) break;
    crc = update_crc(ChecksumType::kCrc32c, crc, as_byte_view(piece));
    at += piece.size();
  }
  return crc;
}

void send_named(net::Socket& socket, std::string_view name, const LocalFiles& files) {
  if (name.empty() || name.find('/') != std::string_view::npos)
    throw std::runtime_error("no name of a block: " + std::string(name));
  const std::string path = files.find(name);
  const LocalFile file = LocalFile::open(path);
  const std::uint64_t size = file.size_bytes();
  send_head(socket, size, checksum_of(file, size));
  socket.write_file(file.descriptor(), 0, size);
  if (name.starts_with(kResultPrefix)) ::unlink(path.c_str());
}

void answer(net::Socket& socket, const net::Frame& request, LocalFiles& files) {
  try {
    switch (static_cast<BlockMessage>(request.kind)) {
      case BlockMessage::kOutput:
        return send_output(socket, request.body, files);
      case BlockMessage::kFile:
        return send_named(socket, request.body, files);
      default:
        throw net::ConnectionLost(socket.peer() + " sent an unknown request");
    }
  } catch (const net::ConnectionLost&) {
    throw;
  } catch (const std::runtime_error& error) {
    net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kNoBlock),
                    std::string_view(error.what()).substr(0, kMostRequestBytes));
  }
}

}  // namespace

void serve_blocks(net::Socket& socket, const net::Frame& first, LocalFiles& files) {
  socket.set_timeout(kPatience);
  for (net::Frame request = first;; request = net::receive_frame(socket, kMostRequestBytes))
    answer(socket, request, files);
}

}  // namespace mammoth::spark
