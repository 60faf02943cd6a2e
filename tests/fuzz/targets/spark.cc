// What the processes of a Spark application read from one another: the greeting, frames, requests for
// blocks, messages and tasks; and shuffle files, which a disk may have damaged. Plans are none of the
// fuzzer's business: they name code, which runs when they are read, and only the secret protects from that.
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "spark-core/blocks/block_server.h"
#include "spark-core/deploy/messages.h"
#include "spark-core/executor/text_input.h"
#include "spark-core/remote/spec_pipe.h"
#include "spark-core/shuffle/file_names.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

using namespace mammoth::spark;

constexpr const char* kSecret = "secret";

LocalFiles& files() {
  static LocalFiles all(LocalRoots{std::filesystem::temp_directory_path().string()});
  return all;
}

// A connection whose peer has sent `bytes` and nothing more will come. `most` keeps the answers to
// them, which nobody reads, within what the kernel holds.
class Peer {
 public:
  Peer(std::string_view bytes, std::size_t most) : socket_(one_end(), "a fuzzer") {
    bytes = bytes.substr(0, most);
    static_cast<void>(!::write(other_, bytes.data(), bytes.size()));
    ::shutdown(other_, SHUT_WR);
  }
  ~Peer() { ::close(other_); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  net::Socket& socket() { return socket_; }

 private:
  int one_end() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) std::abort();
    other_ = ends[1];
    return ends[0];
  }
  int other_ = -1;  // before socket_, whose making sets it
  net::Socket socket_;
};

void greet(std::string_view bytes) {
  for (const bool server : {true, false}) {
    Peer peer(bytes, 4096);
    try {
      if (server)
        net::authenticate_client(peer.socket(), kSecret);
      else
        net::authenticate_to_server(peer.socket(), kSecret);
    } catch (const net::ConnectionLost&) {
    }
  }
}

void receive_frames(std::string_view bytes) {
  Peer peer(bytes, 16'384);
  try {
    while (true) (void)net::receive_frame(peer.socket(), 1024);
  } catch (const net::ConnectionLost&) {
  }
}

void ask_for_blocks(std::string_view bytes) {
  Peer peer(bytes, 256);
  try {
    BlockStore cached(files(), 1 << 16);
    serve_blocks(peer.socket(), net::receive_frame(peer.socket(), kMostRequestBytes), files(),
                 &cached);
  } catch (const net::ConnectionLost&) {
  }
}

template <class T>
void decode(std::string_view bytes) {
  try {
    (void)from_bytes<T>(bytes);
  } catch (const WireError&) {
  }
}

// The first byte says which message the others are.
void decode_message(std::string_view bytes) {
  using namespace deploy;
  static constexpr void (*kDecoders[])(std::string_view) = {
      &decode<RegisterExecutor>, &decode<SendPlan>,       &decode<LaunchTask>,
      &decode<TaskEnded>,        &decode<AskCommit>,      &decode<MayCommit>,
      &decode<RegisterWorker>,   &decode<LaunchExecutor>, &decode<RegisterApplication>,
      &decode<ExecutorName>,     &decode<ExecutorChanged>};
  if (bytes.empty()) return;
  kDecoders[static_cast<unsigned char>(bytes[0]) % std::size(kDecoders)](bytes.substr(1));
}

void read_executor_spec(std::string_view bytes) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) std::abort();
  static_cast<void>(!::write(ends[1], bytes.data(), std::min<std::size_t>(bytes.size(), 16'384)));
  ::close(ends[1]);
  try {
    (void)read_spec(ends[0]);
  } catch (const std::runtime_error&) {
  }
  ::close(ends[0]);
}

// Elements as shuffles, caches and results hold them.
using Element = std::tuple<std::pair<std::string, bool>, std::vector<std::optional<double>>,
                           std::map<std::int64_t, std::set<std::string>>, std::vector<float>>;

void write_block(const std::string& name, std::string_view bytes) {
  LocalFile::create(files().path_of(name)).append(bytes);
}

// index '|' checksums '|' data
void read_shuffle_files(std::string_view bytes) {
  const MapOutputId id{1, 2, 0};
  for (const std::string& name : {index_name(id), checksum_name(id), data_name(id)}) {
    const std::size_t end = name == data_name(id) ? bytes.size() : bytes.find('|');
    write_block(name, bytes.substr(0, end));
    bytes.remove_prefix(std::min(bytes.size(), end == std::string_view::npos ? end : end + 1));
  }
  ShuffleReader reader;
  reader.roots = files().roots();
  TaskMetrics metrics;
  for (int reduce = 0; reduce < 2; ++reduce) {
    const auto records = read_reduce_input(reader, {{id, nullptr}}, reduce, type_ops<Element>(), metrics);
    try {
      for (Batch batch; records->next(batch);) {
      }
    } catch (const FetchFailure&) {
    }
  }
}

void read_compressed_block(std::string_view bytes) {
  if (bytes.empty()) return;
  BlockDecompressor block(bytes[0] % 2 == 0 ? BlockCodec::kLz4 : BlockCodec::kZstd,
                          bytes.substr(1));
  std::string out;
  try {
    for (; !block.at_end(); out.clear()) block.next(out);
  } catch (const std::runtime_error&) {
  }
}

std::string compressed(BlockCodec codec) {
  std::string block(1, codec == BlockCodec::kLz4 ? '\0' : '\1');
  BlockCompressor compressor(codec, [&](std::string_view bytes) { block += bytes; });
  compressor.add(std::string(1'000, 'x'));
  compressor.finish();
  return block;
}

std::string with_kind(char kind, const std::string& bytes) {
  return kind + bytes;
}

std::string executor_changed() {
  return to_bytes(deploy::ExecutorChanged{"app-1", 2, deploy::ExecutorState::kLost, "gone", 1});
}

const Registration greeting{
    {"spark_greeting", greet, {"MSPARK1\n" + std::string(64, 'n'), std::string(64, 's')}}};
const Registration frames{
    {"spark_frames", receive_frames, {std::string("\x03\0\0\0\x20"
                                                  "abc",
                                                  8)}}};
const Registration blocks{{"spark_blocks",
                           ask_for_blocks,
                           {std::string("\x05\0\0\0\x02"
                                        "block",
                                        10),
                            std::string("\x10\0\0\0\x01", 5) + std::string(16, '\0'),
                            std::string("\x08\0\0\0\x05", 5) + std::string(8, '\0'),
                            std::string("\x18\0\0\0\x06", 5) + std::string(24, '\0')}}};
const Registration messages{
    {"spark_messages",
     decode_message,
     {with_kind(0, to_bytes(RegisterExecutor{"1", "host", 2, 3, {"/tmp"}, 4})),
      with_kind(3, to_bytes(TaskEnded{7, {}})), with_kind(10, executor_changed()),
      with_kind(8, to_bytes(deploy::RegisterApplication{"job", "user", 1, 1, 1, {}}))}}};
const Registration compressed_blocks{{"spark_compressed_block",
                                      read_compressed_block,
                                      {compressed(BlockCodec::kLz4), compressed(BlockCodec::kZstd)}}};
const Registration tasks{
    {"spark_task",
     [](std::string_view bytes) {
       decode<Task>(bytes);
       decode<std::vector<FileSplit>>(bytes);
       decode<Element>(bytes);
     },
     {to_bytes(Task{1, 0, 2, 3, 0, 4, {{"e", "h", 5, {"/d"}}}, {{6, {{7, 0}}}}, {{8, 9, "bytes"}}}),
      to_bytes(Element{{"text", true}, {1.0, std::nullopt}, {{1, {"a"}}}, {2.0F}})}}};
const Registration specifications{
    {"spark_executor_spec", read_executor_spec, {frame_of(ExecutorSpec{.id = "1"})}}};
const Registration shuffles{
    {"spark_shuffle_files",
     read_shuffle_files,
     {std::string(15, '\0') + "\x01" + std::string(7, '\0') + "\x01|" + std::string(16, '\0') + "|x"}}};

}  // namespace

}  // namespace mammoth::fuzz
