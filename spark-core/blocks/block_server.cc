#include "spark-core/blocks/block_server.h"

#include <fmt/format.h>
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

BlockKey read_key(Reader& in) {
  const int rdd = in.fixed<int>();
  return {rdd, in.fixed<int>()};
}

void send_cached(net::Socket& socket, std::string_view request, const BlockStore* cached) {
  Reader in(request);
  const BlockKey key = read_key(in);
  const auto bytes = cached != nullptr ? cached->bytes_of(key, SIZE_MAX) : std::nullopt;
  if (!bytes)
    throw std::runtime_error(fmt::format("block rdd_{}_{} is not here", key.rdd, key.partition));
  send_head(socket, bytes->size(), update_crc(ChecksumType::kCrc32c, 0, as_byte_view(*bytes)));
  socket.write(*bytes);
}

void keep_copy(net::Socket& socket, std::string_view request, BlockStore* cached) {
  Reader in(request);
  const BlockKey key = read_key(in);
  StorageLevel level;
  level.use_disk = in.fixed<bool>();
  level.use_memory = in.fixed<bool>();
  level.deserialized = in.fixed<bool>();
  level.replication = in.fixed<std::uint8_t>();
  const auto length = in.fixed<std::uint64_t>();
  const auto checksum = in.fixed<std::uint32_t>();
  if (cached == nullptr || length > cached->limit_bytes())
    throw std::runtime_error("no room for a copy of " + std::to_string(length) + " bytes");
  net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kGoOn), {});
  std::string bytes(static_cast<std::size_t>(length), '\0');
  socket.read_exactly(bytes.data(), bytes.size());
  if (update_crc(ChecksumType::kCrc32c, 0, as_byte_view(bytes)) != checksum)
    throw std::runtime_error("the bytes of a copy are not those of their checksum");
  if (!cached->keep_copy(key, level, bytes)) throw std::runtime_error("no room for a copy");
  net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kKept), {});
}

void answer(net::Socket& socket, const net::Frame& request, LocalFiles& files, BlockStore* cached) {
  try {
    switch (static_cast<BlockMessage>(request.kind)) {
      case BlockMessage::kOutput:
        return send_output(socket, request.body, files);
      case BlockMessage::kFile:
        return send_named(socket, request.body, files);
      case BlockMessage::kCached:
        return send_cached(socket, request.body, cached);
      case BlockMessage::kKeep:
        return keep_copy(socket, request.body, cached);
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

void serve_blocks(net::Socket& socket, const net::Frame& first, LocalFiles& files,
                  BlockStore* cached) {
  socket.set_timeout(kPatience);
  for (net::Frame request = first;; request = net::receive_frame(socket, kMostRequestBytes))
    answer(socket, request, files, cached);
}

}  // namespace mammoth::spark
