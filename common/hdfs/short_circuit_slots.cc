#include "common/hdfs/short_circuit_slots.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>

#include "common/base/log.h"
#include "common/hdfs/domain_conversation.h"
#include "common/io/malformed_input.h"
#include "common/protocol/transfer/short_circuit.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

std::string read_delimited_bytes(int socket, std::chrono::milliseconds limit) {
  std::uint64_t length = 0;
  for (int shift = 0;; shift += 7) {
    std::byte byte{};
    read_fully(socket, {&byte, 1}, limit);
    length |= static_cast<std::uint64_t>(byte & std::byte{0x7f}) << shift;
    if ((byte & std::byte{0x80}) == std::byte{0}) break;
    if (shift > 28) throw MalformedInput("a length of more than five bytes");
  }
  if (length > transfer::kMaxMessageBytes)
    throw MalformedInput(
        fmt::format("a message of {} bytes, more than {}", length, transfer::kMaxMessageBytes));
  std::string bytes(length, '\0');
  read_fully(socket, std::as_writable_bytes(std::span(bytes)), limit);
  return bytes;
}

bool ShortCircuitShm::is_disconnected() const {
  char byte = 0;
  return ::recv(connection.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

std::shared_ptr<ShortCircuitShm> ShortCircuitSlots::request_segment() {
  auto connection = connect_domain_socket(path_);
  pb::ShortCircuitShmRequestProto request;
  request.set_clientname(client_name_);
  const auto answer = ask_over_domain_socket<pb::ShortCircuitShmResponseProto>(
      connection.get(), transfer::Opcode::kRequestShortCircuitShm, request, limit_);
  if (answer.status() != pb::SUCCESS) {
    log::info("client", "{} gives no shared memory: {}", path_, answer.error());
    return nullptr;
  }
  std::byte ignored{};
  auto files = receive_descriptors(connection.get(), ignored, limit_);
  if (files.size() != 1) throw MalformedInput("a shared memory segment came without its descriptor");
  return std::make_shared<ShortCircuitShm>(ShortCircuitSegment(std::move(files.front())),
                                           std::move(connection), answer.id().hi(), answer.id().lo());
}

std::unique_ptr<ShortCircuitSlot> ShortCircuitSlots::take() {
  const std::lock_guard lock(mutex_);
  if (unsupported_) return nullptr;
  std::erase_if(segments_, [](const auto& shm) { return shm->is_disconnected(); });
  auto found = std::ranges::find_if(segments_, [](const auto& shm) { return !shm->taken.all(); });
  if (found == segments_.end()) {
    auto fresh = request_segment();
    unsupported_ = fresh == nullptr;
    if (unsupported_) return nullptr;
    found = segments_.insert(segments_.end(), std::move(fresh));
  }
  auto& shm = **found;
  int index = 0;
  while (shm.taken.test(static_cast<std::size_t>(index))) ++index;
  shm.taken.set(static_cast<std::size_t>(index));
  shm.memory.begin(index);
  return std::make_unique<ShortCircuitSlot>(*found, index);
}

void ShortCircuitSlots::give_back(const ShortCircuitSlot& slot, bool tell) noexcept {
  try {
    if (tell && !slot.shm->is_disconnected()) {
      const auto connection = connect_domain_socket(path_);
      pb::ReleaseShortCircuitAccessRequestProto request;
      request.mutable_slotid()->mutable_shmid()->set_hi(slot.shm->id_high);
      request.mutable_slotid()->mutable_shmid()->set_lo(slot.shm->id_low);
      request.mutable_slotid()->set_slotidx(slot.index);
      ask_over_domain_socket<pb::ReleaseShortCircuitAccessResponseProto>(
          connection.get(), transfer::Opcode::kReleaseShortCircuitFds, request, limit_);
    }
    const std::lock_guard lock(mutex_);
    slot.shm->memory.end(slot.index);
    slot.shm->taken.reset(static_cast<std::size_t>(slot.index));
  } catch (const std::exception& e) {
    // The slot stays taken on both sides; both forget it with the segment.
    log::warn("client", "cannot release a short-circuit slot at {}: {}", path_, e.what());
  }
}

}  // namespace mammoth::hdfs
