#include "common/hdfs/short_circuit_replicas.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/base/log.h"
#include "common/hdfs/domain_conversation.h"
#include "common/hdfs/own_addresses.h"
#include "common/io/malformed_input.h"
#include "common/protocol/hdfs/located_block.pb.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/protocol/transfer/short_circuit.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr std::uint32_t kBlockFormatVersion = 1;
constexpr std::chrono::milliseconds kShortest{1000};

DataChecksum read_header(int meta) {
  std::array<std::byte, kMetaHeaderBytes> header{};
  const auto count = ::pread(meta, header.data(), header.size(), 0);
  return decode_meta_header(
      ByteView(header).first(static_cast<std::size_t>(std::max<ssize_t>(count, 0))));
}

}  // namespace

LocalReplica::~LocalReplica() {
  if (slot) slots->give_back(*slot, /*tell=*/true);
}

ShortCircuitReplicas::ShortCircuitReplicas(const ClientSettings& settings, std::string client_name)
    : settings_(settings), client_name_(std::move(client_name)) {}

// The segments' connections close, which says all that single releases would.
ShortCircuitReplicas::~ShortCircuitReplicas() {
  for (auto& [key, entry] : entries_)
    if (entry.replica.use_count() == 1) entry.replica->slot.reset();
}

std::shared_ptr<LocalReplica> ShortCircuitReplicas::cached(const Key& key,
                                                           std::uint64_t generation_stamp) {
  std::shared_ptr<LocalReplica> stale;  // let go of without the lock
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  if (found->second.replica->is_valid() &&
      found->second.replica->generation_stamp == generation_stamp) {
    found->second.last_use = Clock::now();
    return found->second.replica;
  }
  stale = std::move(found->second.replica);
  entries_.erase(found);
  return nullptr;
}

void ShortCircuitReplicas::keep(const Key& key, const std::shared_ptr<LocalReplica>& replica) {
  std::vector<std::shared_ptr<LocalReplica>> leaving;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  entries_.insert_or_assign(key, Entry{replica, now});
  std::erase_if(entries_, [&](auto& each) {
    if (now - each.second.last_use <= settings_.short_circuit_cache_expiry) return false;
    leaving.push_back(std::move(each.second.replica));
    return true;
  });
  while (entries_.size() > settings_.short_circuit_cache_size) {
    const auto oldest = std::ranges::min_element(
        entries_, {}, [](const auto& each) { return each.second.last_use; });
    leaving.push_back(std::move(oldest->second.replica));
    entries_.erase(oldest);
  }
}

std::shared_ptr<LocalReplica> ShortCircuitReplicas::find(const pb::LocatedBlockProto& block,
                                                         const pb::DatanodeIDProto& node) {
  if (!is_own_address(node.ipaddr())) return nullptr;
  const Key key{block.b().poolid() + "@" + node.datanodeuuid(), block.b().blockid()};
  if (auto known = cached(key, block.b().generationstamp())) return known;
  const auto path = domain_socket_path(settings_.domain_socket_path,
                                       static_cast<std::uint16_t>(node.xferport()));
  {
    const std::lock_guard lock(mutex_);
    if (Clock::now() < sockets_[path].disabled_until) return nullptr;
  }
  std::string failure;
  try {
    auto replica = request(path, block);
    if (replica) keep(key, replica);
    return replica;
  } catch (const boost::system::system_error& e) {
    failure = e.code().message();
  } catch (const std::exception& e) {
    failure = e.what();
  }
  log::warn("client", "{} is of no use for short-circuit reads: {}", path, failure);
  const std::lock_guard lock(mutex_);
  sockets_[path].disabled_until = Clock::now() + settings_.domain_socket_disable_interval;
  return nullptr;
}

std::shared_ptr<LocalReplica> ShortCircuitReplicas::request(const std::string& path,
                                                            const pb::LocatedBlockProto& block) {
  const auto limit = std::max(settings_.socket_timeout, kShortest);
  std::shared_ptr<ShortCircuitSlots> slots;
  {
    const std::lock_guard lock(mutex_);
    auto& socket = sockets_[path];
    if (!socket.slots) socket.slots = std::make_shared<ShortCircuitSlots>(path, client_name_, limit);
    slots = socket.slots;
  }
  const auto connection = connect_domain_socket(path);
  auto slot = slots->take();
  // Whatever goes wrong from here on, the DataNode has taken the slot back or never knew it.
  const auto give_back = [&] {
    if (slot) slots->give_back(*slot, /*tell=*/false);
  };
  pb::OpRequestShortCircuitAccessProto op;
  *op.mutable_header()->mutable_block() = block.b();
  *op.mutable_header()->mutable_token() = block.blocktoken();
  op.set_maxversion(kBlockFormatVersion);
  op.set_supportsreceiptverification(true);
  if (slot) {
    op.mutable_slotid()->mutable_shmid()->set_hi(slot->shm->id_high);
    op.mutable_slotid()->mutable_shmid()->set_lo(slot->shm->id_low);
    op.mutable_slotid()->set_slotidx(slot->index);
  }
  try {
    const auto answer = ask_over_domain_socket<pb::BlockOpResponseProto>(
        connection.get(), transfer::Opcode::kRequestShortCircuitFds, op, limit);
    if (answer.status() != pb::SUCCESS) {
      log::info("client", "{} does not give the files of blk_{}: {}", path, block.b().blockid(),
                answer.message());
      give_back();
      return nullptr;
    }
    std::byte wants_receipt{};
    auto files = receive_descriptors(connection.get(), wants_receipt, limit);
    if (files.size() != 2) throw MalformedInput("the files of a replica came without descriptors");
    if (wants_receipt == std::byte(pb::USE_RECEIPT_VERIFICATION))
      write_fully(connection.get(), ByteView(&wants_receipt, 1), limit);
    auto replica = std::make_shared<LocalReplica>();
    replica->data = std::move(files[0]);
    replica->meta = std::move(files[1]);
    replica->name = fmt::format("{}:blk_{}_{}", block.b().poolid(), block.b().blockid(),
                                block.b().generationstamp());
    replica->generation_stamp = block.b().generationstamp();
    replica->slots = slots;
    replica->slot = std::move(slot);
    replica->checksum = read_header(replica->meta.get());
    return replica;
  } catch (...) {
    give_back();
    throw;
  }
}

}  // namespace mammoth::hdfs
