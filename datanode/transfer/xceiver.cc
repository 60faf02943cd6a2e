#include "datanode/transfer/xceiver.h"

#include <fmt/format.h>
#include <pthread.h>

#include <boost/asio/co_spawn.hpp>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/net/address.h"
#include "common/transfer/transfer_handshake.h"
#include "datanode/transfer/ops/ops.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;
using transfer::Opcode;
using transfer::parse_message;

namespace {

// Room for a good many packets, to be taken with one system call; memory is used as bytes arrive.
constexpr std::size_t kBufferBytes = 1u << 20;

std::string show(const asio::ip::tcp::endpoint& endpoint) {
  return fmt::format("/{}:{}", mammoth::to_text(endpoint.address()), endpoint.port());
}

// Lets those go on who wait for the replica that this conversation held; declared first, so that it
// comes after everything else has gone.
struct WriterLeaves {
  std::shared_ptr<Writer> writer;
  ~WriterLeaves() { writer->leave(); }
};

TimedCount* count_of(TransferActivity& activity, Opcode opcode) {
  switch (opcode) {
    case Opcode::kReadBlock:
      return &activity.read_block;
    case Opcode::kWriteBlock:
      return &activity.write_block;
    case Opcode::kReplaceBlock:
      return &activity.replace_block;
    case Opcode::kCopyBlock:
      return &activity.copy_block;
    case Opcode::kBlockChecksum:
      return &activity.block_checksum;
    default:
      return nullptr;
  }
}

// One entry an operation: parse what it asks for, carry it out.
Task<After> dispatch(Conversation& conversation, const transfer::OpRequest& request) {
  const std::string_view message = request.message;
  switch (request.opcode) {
    case Opcode::kWriteBlock: {
      const auto op = parse_message<pb::OpWriteBlockProto>(message);
      co_return co_await write_block(conversation, op);
    }
    case Opcode::kReadBlock: {
      const auto op = parse_message<pb::OpReadBlockProto>(message);
      co_return co_await read_block(conversation, op);
    }
    case Opcode::kReplaceBlock: {
      const auto op = parse_message<pb::OpReplaceBlockProto>(message);
      co_return co_await replace_block(conversation, op);
    }
    case Opcode::kCopyBlock: {
      const auto op = parse_message<pb::OpCopyBlockProto>(message);
      co_return co_await copy_block(conversation, op);
    }
    case Opcode::kBlockChecksum: {
      const auto op = parse_message<pb::OpBlockChecksumProto>(message);
      co_return co_await block_checksum(conversation, op);
    }
    case Opcode::kTransferBlock: {
      const auto op = parse_message<pb::OpTransferBlockProto>(message);
      co_return co_await transfer_block(conversation, op);
    }
    case Opcode::kRequestShortCircuitFds: {
      const auto op = parse_message<pb::OpRequestShortCircuitAccessProto>(message);
      co_return co_await request_short_circuit_fds(conversation, op);
    }
    case Opcode::kReleaseShortCircuitFds: {
      const auto op = parse_message<pb::ReleaseShortCircuitAccessRequestProto>(message);
      co_return co_await release_short_circuit_fds(conversation, op);
    }
    case Opcode::kRequestShortCircuitShm: {
      const auto op = parse_message<pb::ShortCircuitShmRequestProto>(message);
      co_return co_await request_short_circuit_shm(conversation, op);
    }
    default:
      throw ErrorException({ErrorCode::kUnsupportedOperation,
                            fmt::format("Unknown op {} in data stream",
                                        transfer::opcode_name(request.opcode))});
  }
}

}  // namespace

Xceiver::Xceiver(const TransferContext& context)
    : context_(context), io_(std::make_unique<asio::io_context>(1)), socket_(*io_) {}

Xceiver::~Xceiver() {
  stop();
  if (thread_.joinable()) thread_.join();
  socket_.reset();
}

void Xceiver::take_domain_socket(FileHandle socket) {
  socket_->assign(asio::ip::tcp::v4(), socket.get());
  socket.release();
  is_domain_ = true;
}

void Xceiver::start(std::function<void(Xceiver&)> on_end) {
  thread_ = std::thread([this, on_end = std::move(on_end)] { run(on_end); });
}

void Xceiver::stop() {
  const std::lock_guard lock(mutex_);
  if (io_) io_->stop();
}

void Xceiver::stop_if_writing() {
  if (is_writing_) stop();
}

void Xceiver::run(const std::function<void(Xceiver&)>& on_end) {
  pthread_setname_np(pthread_self(), "xceiver");
  asio::co_spawn(*io_, serve(), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
  io_->run();
  socket_.reset();  // still there when it was stopped before it began
  std::unique_ptr<asio::io_context> ended;
  {
    const std::lock_guard lock(mutex_);
    ended = std::move(io_);
  }
  ended.reset();  // with the coroutines of a conversation that was stopped
  on_end(*this);
}

Task<> Xceiver::serve() {
  transfer::PacketStream stream(std::move(*socket_), kBufferBytes);
  socket_.reset();
  std::string remote = "unix:" + context_.options.domain_socket_path;
  std::string local = remote;
  if (!is_domain_) {
    boost::system::error_code gone;
    remote = show(stream.socket().remote_endpoint(gone));
    if (gone) co_return;
    local = show(stream.socket().local_endpoint(gone));
  }
  Conversation conversation{context_, stream, std::move(remote), std::move(local), nullptr, is_domain_};
  std::string failure;
  try {
    co_await serve_operations(conversation);
  } catch (const DiskError& e) {
    context_.store.suspect(e);
    failure = e.what();
  } catch (const boost::system::system_error& e) {
    if (e.code() != asio::error::eof || is_writing_) failure = e.code().message();
  } catch (const std::exception& e) {
    failure = e.what();
  }
  if (!failure.empty())
    log::info("datanode", "DataXceiver error src: {} dst: {}: {}", conversation.remote,
              conversation.local, failure);
}

Task<> Xceiver::serve_operations(Conversation& conversation) {
  const auto& options = context_.options;
  auto& stream = conversation.stream;
  auto patience = options.idle_limit;
  for (bool first = true;; first = false) {
    try {
      if (!co_await with_deadline(stream.wait_for_bytes(), patience)) co_return;
    } catch (const DeadlineExceeded&) {
      co_return;
    }
    if (first && !co_await with_deadline(transfer::accept_transfer_handshake(stream), patience))
      co_return;
    auto request = co_await with_deadline(stream.read_op(), options.idle_limit);
    const auto after = co_await run_operation(conversation, std::move(request));
    if (after == After::kClose || options.keepalive == Duration::zero()) co_return;
    patience = options.keepalive;
  }
}

Task<After> Xceiver::run_operation(Conversation& conversation, transfer::OpRequest request) {
  const WriterLeaves leaves{std::make_shared<Writer>([this] { stop(); })};
  conversation.writer = leaves.writer;
  is_writing_ = request.opcode == Opcode::kWriteBlock;
  const auto began = TimedCount::Clock::now();
  const auto after = co_await dispatch(conversation, request);
  is_writing_ = false;
  if (context_.activity != nullptr)
    if (TimedCount* count = count_of(*context_.activity, request.opcode)) count->add_since(began);
  co_return after;
}

}  // namespace mammoth::datanode
