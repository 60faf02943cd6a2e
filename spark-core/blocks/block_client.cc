#include "spark-core/blocks/block_client.h"

#include <sys/mman.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "common/base/log.h"
#include "common/io/crc32.h"
#include "spark-core/blocks/block_server.h"
#include "spark-core/plan/wire.h"

namespace mammoth::spark {
namespace {

constexpr std::size_t kPiece = 1 << 20;

class BadChecksum : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// The peer answered that it has no such block: asking again is of no use.
class NoBlock : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

net::Socket connect(const FetchOptions& options, const std::string& host, int port) {
  net::Socket socket = net::Socket::connect(host, port, options.timeout);
  net::authenticate_to_server(socket, options.secret);
  socket.set_timeout(options.timeout);
  return socket;
}

struct BlockHead {
  std::uint64_t length = 0;
  std::uint32_t checksum = 0;
};

BlockHead receive_head(net::Socket& socket) {
  const net::Frame frame = net::receive_frame(socket, 64 * 1024);
  if (static_cast<BlockMessage>(frame.kind) != BlockMessage::kBlock)
    throw NoBlock(socket.peer() + " answered: " + frame.body);
  Reader in(frame.body);
  const auto length = in.fixed<std::uint64_t>();
  return {length, in.fixed<std::uint32_t>()};
}

// Hands on the block's bytes in pieces and checks them.
template <class Each>
void receive_bytes(net::Socket& socket, const BlockHead& head, const Each& each) {
  std::uint32_t crc = 0;
  std::string piece;
  for (std::uint64_t left = head.length; left > 0; left -= piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece)));
    socket.read_exactly(piece.data(), piece.size());
    crc = update_crc(ChecksumType::kCrc32c, crc, as_byte_view(piece));
    each(std::string_view(piece));
  }
  if (crc != head.checksum)
    throw BadChecksum("the bytes from " + socket.peer() + " are not those of their checksum");
}

// Calls `attempt` until it succeeds or trying again is of no use.
template <class Attempt>
void with_retries(const FetchOptions& options, const Attempt& attempt) {
  bool checksum_failed = false;
  for (int tries = 0;; ++tries) {
    try {
      return attempt();
    } catch (const net::ConnectionLost& lost) {
      if (lost.refused() || tries >= options.retries) throw;
      log::debug("block-client", "{}; trying again", lost.what());
      std::this_thread::sleep_for(options.retry_wait);
    } catch (const BadChecksum&) {
      if (std::exchange(checksum_failed, true)) throw;
    }
  }
}

class OutputsOfExecutor final : public RemoteOutputs {
 public:
  OutputsOfExecutor(const FetchOptions& options, LocalFiles& files, const OutputPlace& place,
                    std::vector<MapOutputId> outputs, int reduce)
      : options_(options),
        files_(files),
        place_(place),
        outputs_(std::move(outputs)),
        reduce_(reduce) {}
  ~OutputsOfExecutor() override { release(); }

  std::string_view next() override {
    release();
    with_retries(options_, [this] {
      try {
        if (!socket_) ask();
        receive();
      } catch (...) {
        socket_.reset();
        throw;
      }
    });
    ++at_;
    return mapped_ != nullptr ? std::string_view(mapped_, size_) : std::string_view(bytes_);
  }

 private:
  // For this output and those behind it.
  void ask() {
    socket_.emplace(connect(options_, place_.host, place_.port));
    asked_ = at_;
    ask_ahead();
  }
  // Requests are small, but thousands of them could fill both directions' buffers.
  void ask_ahead() {
    constexpr std::size_t kAhead = 64;
    for (; asked_ < outputs_.size() && asked_ < at_ + kAhead; ++asked_) {
      Writer request;
      request.fixed(outputs_[asked_].shuffle);
      request.fixed(outputs_[asked_].map_task);
      request.fixed(reduce_);
      net::send_frame(*socket_, static_cast<std::uint8_t>(BlockMessage::kOutput), request.view());
    }
  }
  void receive() {
    const BlockHead head = receive_head(*socket_);
    bytes_.clear();
    if (head.length <= options_.most_in_memory) {
      receive_bytes(*socket_, head, [this](std::string_view piece) { bytes_ += piece; });
    } else {
      LocalFile file = files_.create_nameless("temp_fetch");
      receive_bytes(*socket_, head, [&](std::string_view piece) { file.append(piece); });
      map(file, head.length);
    }
    if (asked_ < outputs_.size() && asked_ - at_ < 32) ask_ahead();
  }
  void map(const LocalFile& file, std::uint64_t size) {
    void* base = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
    if (base == MAP_FAILED) throw std::runtime_error("mmap of a fetched block failed");
    mapped_ = static_cast<const char*>(base);
    size_ = size;
  }
  void release() {
    if (mapped_ != nullptr) ::munmap(const_cast<char*>(mapped_), size_);
    mapped_ = nullptr;
  }

  const FetchOptions& options_;
  LocalFiles& files_;
  const OutputPlace place_;
  const std::vector<MapOutputId> outputs_;
  const int reduce_;
  std::size_t at_ = 0;     // the next to be read
  std::size_t asked_ = 0;  // the next to be asked for
  std::optional<net::Socket> socket_;
  std::string bytes_;
  const char* mapped_ = nullptr;
  std::size_t size_ = 0;
};

template <class Each>
void fetch_named(const FetchOptions& options, const std::string& host, int port,
                 const std::string& name, const Each& each_attempt) {
  with_retries(options, [&] {
    net::Socket socket = connect(options, host, port);
    net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kFile), name);
    each_attempt(socket, receive_head(socket));
  });
}

}  // namespace

std::unique_ptr<RemoteOutputs> fetch_outputs(const FetchOptions& options, LocalFiles& files,
                                             const OutputPlace& place,
                                             std::vector<MapOutputId> outputs, int reduce) {
  return std::make_unique<OutputsOfExecutor>(options, files, place, std::move(outputs), reduce);
}

std::string fetch_block(const FetchOptions& options, const std::string& host, int port,
                        const std::string& name, std::uint64_t most_bytes) {
  std::string bytes;
  fetch_named(options, host, port, name, [&](net::Socket& socket, const BlockHead& head) {
    if (head.length > most_bytes)
      throw std::runtime_error("block " + name + " has " + std::to_string(head.length) +
                               " bytes; at most " + std::to_string(most_bytes) + " are accepted");
    bytes.clear();
    receive_bytes(socket, head, [&](std::string_view piece) { bytes += piece; });
  });
  return bytes;
}

std::optional<std::string> fetch_cached(const FetchOptions& options, const OutputPlace& place,
                                        BlockKey key, std::uint64_t most_bytes) {
  Writer request;
  request.fixed(key.rdd);
  request.fixed(key.partition);
  std::optional<std::string> bytes;
  const auto attempt = [&] {
    net::Socket socket = connect(options, place.host, place.port);
    net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kCached), request.view());
    const BlockHead head = receive_head(socket);
    if (head.length > most_bytes) return bytes.reset();
    bytes.emplace();
    receive_bytes(socket, head, [&](std::string_view piece) { *bytes += piece; });
  };
  try {
    with_retries(options, attempt);
  } catch (const NoBlock&) {
    return std::nullopt;
  }
  return bytes;
}

bool send_copy(const FetchOptions& options, const OutputPlace& place, BlockKey key,
               StorageLevel level, std::string_view bytes) {
  Writer request;
  request.fixed(key.rdd);
  request.fixed(key.partition);
  request.fixed(level.use_disk);
  request.fixed(level.use_memory);
  request.fixed(level.deserialized);
  request.fixed(level.replication);
  request.fixed(static_cast<std::uint64_t>(bytes.size()));
  request.fixed(update_crc(ChecksumType::kCrc32c, 0, as_byte_view(bytes)));
  net::Socket socket = connect(options, place.host, place.port);
  net::send_frame(socket, static_cast<std::uint8_t>(BlockMessage::kKeep), request.view());
  const auto answered = [&](BlockMessage wanted) {
    return static_cast<BlockMessage>(net::receive_frame(socket, 64 * 1024).kind) == wanted;
  };
  if (!answered(BlockMessage::kGoOn)) return false;
  socket.write(bytes);
  return answered(BlockMessage::kKept);
}

void fetch_file(const FetchOptions& options, const std::string& host, int port,
                const std::string& name, const std::string& path) {
  fetch_named(options, host, port, name, [&](net::Socket& socket, const BlockHead& head) {
    LocalFile file = LocalFile::create(path);
    receive_bytes(socket, head, [&](std::string_view piece) { file.append(piece); });
  });
}

}  // namespace mammoth::spark
