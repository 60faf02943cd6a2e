// The operations that give a client on the same machine the files of a replica, and memory to say what
// has become of it (Hadoop: DataXceiver.requestShortCircuitFds, …Shm, releaseShortCircuitFds).
//
//   client                                   this datanode
//     REQUEST_SHORT_CIRCUIT_SHM ──────────────>
//     <────── id, one byte with a descriptor            the connection stays open as long as the memory
//     REQUEST_SHORT_CIRCUIT_FDS, slot ────────>
//     <────── BlockOpResponse, one byte with the descriptors of block and meta file
//     one byte, if a receipt was agreed ──────>
//     RELEASE_SHORT_CIRCUIT_FDS, slot ────────>        when the client has closed them
//
// The files are open for reading only. Over TCP all of this is refused, and the client reads in the
// ordinary way.
#include <fmt/format.h>

#include <array>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/net/domain_socket.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr std::uint32_t kBlockFormatVersion = 1;  // Hadoop: CURRENT_BLOCK_FORMAT_VERSION

SlotId to_slot(const pb::ShortCircuitShmSlotProto& proto) {
  return {{proto.shmid().hi(), proto.shmid().lo()}, proto.slotidx()};
}

// A slot that is given back unless the client got its files.
class SlotClaim {
 public:
  SlotClaim(ShortCircuitRegistry& registry, SlotId slot) : registry_(registry), slot_(slot) {}
  ~SlotClaim() {
    if (!kept_) (void)registry_.unregister_slot(slot_);
  }
  SlotClaim(const SlotClaim&) = delete;
  SlotClaim& operator=(const SlotClaim&) = delete;
  void keep() { kept_ = true; }

 private:
  ShortCircuitRegistry& registry_;
  const SlotId slot_;
  bool kept_ = false;
};


Task<> send_with_byte(Conversation& conversation, std::span<const int> descriptors, std::byte byte) {
  auto& socket = conversation.stream.socket();
  while (!send_descriptors(socket.native_handle(), descriptors, byte))
    co_await socket.async_wait(asio::socket_base::wait_write, asio::use_awaitable);
}

// The open files of a replica, or why not.
Result<ReplicaReader> open_files(Conversation& conversation, const Block& block) {
  ReplicaReader reader = TRY(conversation.context.store.open_reader(
      block, {.offset = 0, .length = {}, .with_checksums = true}));
  if (reader.meta() == nullptr)
    return Error{ErrorCode::kFileNotFound,
                 fmt::format("Meta-data not found for {}", to_text(block))};
  return reader;
}

pb::BlockOpResponseProto refusal(pb::Status status, const std::string& message) {
  pb::BlockOpResponseProto response;
  response.set_status(status);
  response.set_message(message);
  return response;
}

}  // namespace

Task<After> request_short_circuit_fds(Conversation& conversation,
                                      const pb::OpRequestShortCircuitAccessProto& request) {
  const auto& proto = request.header().block();
  const auto ready = conversation.check_pool(proto);
  if (!ready) throw ErrorException(ready.error());
  const auto block = to_block(proto);
  auto* registry = conversation.context.short_circuit;
  if (!conversation.is_domain || registry == nullptr) {
    co_await conversation.respond(
        pb::ERROR, "You cannot pass file descriptors over anything but a UNIX domain socket.");
    co_return After::kKeep;
  }
  std::optional<SlotClaim> claim;
  if (request.has_slotid()) {
    const auto slot = to_slot(request.slotid());
    const auto registered = registry->register_slot(block.id, slot);
    if (!registered) {
      co_await conversation.respond(pb::ERROR, registered.error().message);
      co_return After::kKeep;
    }
    claim.emplace(*registry, slot);
  }
  if (request.maxversion() < kBlockFormatVersion) {
    auto response = refusal(
        pb::ERROR_UNSUPPORTED,
        fmt::format("Your client is too old to read this block!  Its format version is {}, but the "
                    "highest format version you can read is {}", kBlockFormatVersion,
                    request.maxversion()));
    response.set_shortcircuitaccessversion(kBlockFormatVersion);
    co_await conversation.stream.write_delimited(response);
    co_return After::kKeep;
  }
  auto reader = open_files(conversation, block);
  if (!reader) {
    co_await conversation.respond(pb::ERROR, reader.error().message);
    co_return After::kKeep;
  }
  pb::BlockOpResponseProto response;
  response.set_status(pb::SUCCESS);
  response.set_shortcircuitaccessversion(kBlockFormatVersion);
  co_await conversation.stream.write_delimited(response);
  const std::array files = {reader->data().native_handle(), reader->meta()->native_handle()};
  const bool wants_receipt = request.supportsreceiptverification();
  co_await send_with_byte(conversation, files,
                          std::byte(wants_receipt ? pb::USE_RECEIPT_VERIFICATION
                                                  : pb::DO_NOT_USE_RECEIPT_VERIFICATION));
  if (wants_receipt)
    co_await with_deadline(conversation.stream.read(1), conversation.context.options.idle_limit);
  if (claim) claim->keep();
  co_return After::kKeep;
}

Task<After> release_short_circuit_fds(Conversation& conversation,
                                      const pb::ReleaseShortCircuitAccessRequestProto& request) {
  pb::ReleaseShortCircuitAccessResponseProto response;
  response.set_status(pb::SUCCESS);
  if (auto* registry = conversation.context.short_circuit; registry == nullptr) {
    response.set_status(pb::ERROR_UNSUPPORTED);
    response.set_error("unsupported operation");
  } else if (const auto done = registry->unregister_slot(to_slot(request.slotid())); !done) {
    response.set_status(pb::ERROR_INVALID);
    response.set_error(done.error().message);
  }
  co_await conversation.stream.write_delimited(response);
  co_return After::kKeep;
}

namespace {

struct SegmentLease {
  ShortCircuitRegistry& registry;
  const SegmentId id;
  ~SegmentLease() { registry.remove_segment(id); }
};

Task<> refuse_segment(Conversation& conversation, pb::Status status, const std::string& message) {
  pb::ShortCircuitShmResponseProto response;
  response.set_status(status);
  response.set_error(message);
  co_await conversation.stream.write_delimited(response);
}

}  // namespace

Task<After> request_short_circuit_shm(Conversation& conversation,
                                      const pb::ShortCircuitShmRequestProto& request) {
  auto* registry = conversation.context.short_circuit;
  if (!conversation.is_domain || registry == nullptr) {
    const auto message = fmt::format("Bad request from {}: must request a shared memory segment over a "
                                     "UNIX domain socket.", conversation.remote);
    co_await refuse_segment(conversation, pb::ERROR_INVALID, message);
    co_return After::kKeep;
  }
  std::optional<ShortCircuitRegistry::NewSegment> segment;
  std::string failure;
  try {
    segment = registry->create_segment(request.clientname());
  } catch (const std::system_error& e) {
    failure = fmt::format("Failed to create shared file descriptor: {}", e.what());
  }
  if (!segment) {
    co_await refuse_segment(conversation, pb::ERROR, failure);
    co_return After::kKeep;
  }
  const SegmentLease lease{*registry, segment->id};
  pb::ShortCircuitShmResponseProto response;
  response.set_status(pb::SUCCESS);
  response.mutable_id()->set_hi(segment->id.high);
  response.mutable_id()->set_lo(segment->id.low);
  co_await conversation.stream.write_delimited(response);
  const std::array file = {segment->descriptor};
  co_await send_with_byte(conversation, file, std::byte{0});
  // Until the client closes it, or says anything.
  co_await conversation.stream.wait_for_bytes();
  co_return After::kClose;
}

}  // namespace mammoth::datanode
