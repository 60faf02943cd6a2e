#include "common/hdfs/pipeline.h"

#include <fmt/format.h>

#include "common/hdfs/event_loop.h"
#include "common/net/failure_text.h"
#include "common/transfer/checksum.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

// Added to the patience with a pipeline for each node in it (Hadoop: READ_TIMEOUT_EXTENSION).
constexpr auto kTimeoutPerNode = std::chrono::seconds(5);

pb::OpWriteBlockProto write_request(const pb::LocatedBlockProto& block, const PipelineSetup& setup,
                                    const std::string& client_name, const DataChecksum& checksum) {
  pb::OpWriteBlockProto request;
  auto& header = *request.mutable_header();
  *header.mutable_baseheader()->mutable_block() = block.b();
  *header.mutable_baseheader()->mutable_token() = block.blocktoken();
  header.set_clientname(client_name);
  for (int i = 1; i < block.locs_size(); ++i) *request.add_targets() = block.locs(i);
  request.set_stage(setup.stage);
  request.set_pipelinesize(static_cast<std::uint32_t>(block.locs_size()));
  request.set_minbytesrcvd(setup.min_bytes_received);
  request.set_maxbytesrcvd(setup.max_bytes_received);
  request.set_latestgenerationstamp(setup.new_generation_stamp);
  *request.mutable_requestedchecksum() = transfer::to_proto(checksum);
  for (int i = 0; i < block.storagetypes_size(); ++i) {
    if (i == 0)
      request.set_storagetype(block.storagetypes(i));
    else
      request.add_targetstoragetypes(block.storagetypes(i));
  }
  for (int i = 0; i < block.storageids_size(); ++i) {
    if (i == 0)
      request.set_storageid(block.storageids(i));
    else
      request.add_targetstorageids(block.storageids(i));
  }
  for (int i = 1; i < block.locs_size(); ++i) request.add_targetpinnings(false);
  return request;
}

Task<pb::BlockOpResponseProto> converse(transfer::PacketStream& stream,
                                        const pb::OpWriteBlockProto& request) {
  co_await stream.write_op(transfer::Opcode::kWriteBlock, request);
  co_return co_await stream.read_delimited<pb::BlockOpResponseProto>();
}

std::size_t index_of_link(const pb::LocatedBlockProto& block, const std::string& link,
                          bool use_hostname) {
  for (int i = 0; i < block.locs_size(); ++i)
    if (transfer_address(block.locs(i).id(), false) == link ||
        transfer_address(block.locs(i).id(), use_hostname) == link)
      return static_cast<std::size_t>(i);
  return 0;
}

}  // namespace

Pipeline::Pipeline(DatanodeConnections& connections, const pb::LocatedBlockProto& block,
                   const PipelineSetup& setup, const std::string& client_name,
                   const ClientSettings& settings)
    : settings_(settings),
      node_count_(static_cast<std::size_t>(block.locs_size())),
      acknowledged_bytes_(setup.min_bytes_received) {
  try {
    connection_ = connections.acquire(block.locs(0).id(), false);
    ask(block, setup, client_name);
  } catch (const PipelineFailure&) {
    throw;
  } catch (const std::exception& error) {
    throw PipelineFailure(
        0, fmt::format("{}: {}", transfer_address(block.locs(0).id(), false), failure_text(error)));
  }
  asio::co_spawn(*connection_->loop, read_acks(), [this](std::exception_ptr error) {
    if (!error || failure_) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      failure_.emplace(0, fmt::format("no more acknowledgements: {}", failure_text(e)));
    }
  });
}

Pipeline::~Pipeline() = default;

void Pipeline::ask(const pb::LocatedBlockProto& block, const PipelineSetup& setup,
                   const std::string& client_name) {
  const auto request = write_request(block, setup, client_name, settings_.checksum);
  const auto limit = settings_.socket_timeout + kTimeoutPerNode * node_count_;
  const auto response = run(*connection_->loop, converse(connection_->stream, request), limit);
  const std::string link = response.firstbadlink();
  const auto accepted = transfer::check_block_op_response(
      response, fmt::format("for OP_WRITE_BLOCK, ack with firstBadLink as {}", link));
  if (!accepted || !link.empty())
    throw PipelineFailure(
        link.empty() ? 0 : index_of_link(block, link, settings_.use_datanode_hostname),
        accepted ? "bad link " + link : accepted.error().message);
}

Task<> Pipeline::read_acks() {
  while (!failure_ && !finished_) {
    const transfer::PipelineAck ack = co_await connection_->stream.read_ack();
    take_ack(ack);
  }
}

void Pipeline::take_ack(const transfer::PipelineAck& ack) {
  if (ack.out_of_band()) {
    failure_.emplace(ack.first_bad().value_or(0), "a DataNode of the pipeline restarts");
  } else if (const auto bad = ack.first_bad()) {
    failure_.emplace(*bad, fmt::format("status {} from the pipeline's node {}",
                                       pb::Status_Name(ack.replies[*bad].status), *bad));
  } else if (ack.seqno == transfer::kHeartbeatSeqno) {
    return;
  } else if (queue_ == nullptr || queue_->empty() || queue_->unacked().front().seqno != ack.seqno) {
    failure_.emplace(
        0, fmt::format("acknowledgement of packet {}, which was not its turn", ack.seqno));
  } else {
    finished_ = queue_->unacked().front().last_in_block;
    acknowledged_bytes_ = std::max(acknowledged_bytes_, queue_->acknowledge_front());
  }
}

// Turns the loop until done() or failure; every step must come within the pipeline's patience.
template <class Done>
void Pipeline::drive(PacketQueue& queue, Done done) {
  queue_ = &queue;
  auto& loop = *connection_->loop;
  const auto patience = settings_.socket_timeout + kTimeoutPerNode * node_count_;
  loop.restart();
  while (!failure_ && !done())
    if (loop.run_one_for(patience) == 0) failure_.emplace(0, "no acknowledgement in time");
  if (!failure_) loop.poll();
  queue_ = nullptr;
  if (failure_) throw *failure_;
}

void Pipeline::send(const OutgoingPacket& packet, PacketQueue& queue) {
  bool sent = false;
  asio::co_spawn(*connection_->loop, connection_->stream.write(packet.frame),
                 [this, &sent](std::exception_ptr error) {
                   sent = true;
                   if (error && !failure_)
                     failure_.emplace(0, "cannot send to the pipeline's first node");
                 });
  drive(queue, [&] { return sent; });
}

void Pipeline::wait_for_acks(PacketQueue& queue, std::size_t limit) {
  drive(queue, [&] { return queue.size() <= limit; });
}

void Pipeline::send_heartbeat(PacketQueue& queue) {
  const std::string frame =
      transfer::encode_packet_header({0, transfer::kHeartbeatSeqno, 0, false, false}, 0);
  bool sent = false;
  asio::co_spawn(*connection_->loop, connection_->stream.write(as_byte_view(frame)),
                 [this, &sent](std::exception_ptr error) {
                   sent = true;
                   if (error && !failure_)
                     failure_.emplace(0, "cannot send to the pipeline's first node");
                 });
  drive(queue, [&] { return sent; });
}

}  // namespace mammoth::hdfs
