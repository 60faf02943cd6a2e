// The operations that pass file descriptors or shared memory to a client on the same machine. They need
// a Unix domain socket; over TCP they are answered as by Apache's DataNode, and the client reads in the
// ordinary way.
#include <fmt/format.h>

#include "datanode/transfer/ops/ops.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Task<After> request_short_circuit_fds(Conversation& conversation,
                                      const pb::OpRequestShortCircuitAccessProto& request) {
  const auto ready = conversation.check_pool(request.header().block());
  if (!ready) throw ErrorException(ready.error());
  co_await conversation.respond(
      pb::ERROR, "You cannot pass file descriptors over anything but a UNIX domain socket.");
  co_return After::kKeep;
}

Task<After> release_short_circuit_fds(Conversation& conversation,
                                      const pb::ReleaseShortCircuitAccessRequestProto&) {
  pb::ReleaseShortCircuitAccessResponseProto response;
  response.set_status(pb::ERROR_UNSUPPORTED);
  response.set_error("unsupported operation");
  co_await conversation.stream.write_delimited(response);
  co_return After::kKeep;
}

Task<After> request_short_circuit_shm(Conversation& conversation,
                                      const pb::ShortCircuitShmRequestProto&) {
  pb::ShortCircuitShmResponseProto response;
  response.set_status(pb::ERROR_INVALID);
  response.set_error(fmt::format("Bad request from {}: must request a shared memory segment over a "
                                 "UNIX domain socket.", conversation.remote));
  co_await conversation.stream.write_delimited(response);
  co_return After::kKeep;
}

}  // namespace mammoth::datanode
