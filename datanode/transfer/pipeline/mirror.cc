#include "datanode/transfer/pipeline/mirror.h"

#include "common/async/deadline.h"
#include "common/net/dialer.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr std::size_t kAckBufferBytes = 4u << 10;

// What the next node is asked: the same, less itself.
pb::OpWriteBlockProto request_for_mirror(const pb::OpWriteBlockProto& request) {
  auto passed = request;
  passed.mutable_targets()->DeleteSubrange(0, 1);
  if (passed.targetstoragetypes_size() > 0) {
    passed.set_storagetype(passed.targetstoragetypes(0));
    passed.mutable_targetstoragetypes()->erase(passed.targetstoragetypes().begin());
  }
  if (passed.targetstorageids_size() > 0) {
    passed.set_storageid(passed.targetstorageids(0));
    passed.mutable_targetstorageids()->DeleteSubrange(0, 1);
  }
  if (passed.targetpinnings_size() > 0) {
    passed.set_pinning(passed.targetpinnings(0));
    passed.mutable_targetpinnings()->erase(passed.targetpinnings().begin());
  }
  return passed;
}

}  // namespace

Mirror::Mirror(asio::ip::tcp::socket socket, std::string name, Duration idle_limit)
    : stream_(std::move(socket), kAckBufferBytes),
      name_(std::move(name)),
      idle_limit_(idle_limit) {}

Task<std::unique_ptr<Mirror>> Mirror::open(const TransferContext& context,
                                           const pb::OpWriteBlockProto& request) {
  const auto& options = context.options;
  const auto& target = request.targets(0).id();
  const auto limit = options.idle_limit + options.idle_limit_per_node * request.targets_size();
  auto socket = co_await dial(transfer_address(target, options.use_hostnames), limit);
  socket.set_option(asio::socket_base::keep_alive(true));
  std::unique_ptr<Mirror> mirror(new Mirror(std::move(socket), transfer_name(target), limit));
  const auto passed = request_for_mirror(request);
  co_await with_deadline(mirror->stream_.write_op(transfer::Opcode::kWriteBlock, passed), limit);
  co_return mirror;
}

Task<pb::BlockOpResponseProto> Mirror::read_connect_ack() {
  co_return co_await with_deadline(stream_.read_delimited<pb::BlockOpResponseProto>(), idle_limit_);
}

void Mirror::fail() {
  failed_ = true;
  boost::system::error_code ignored;
  stream_.socket().close(ignored);
}

}  // namespace mammoth::datanode
