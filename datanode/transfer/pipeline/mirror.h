// The next datanode of a pipeline, to which everything received is passed on.
#pragma once

#include <memory>
#include <string>

#include "common/protocol/transfer/op.pb.h"
#include "common/transfer/packet_stream.h"
#include "datanode/transfer/conversation.h"

namespace mammoth::datanode {

// Used on the conversation's thread.
class Mirror {
 public:
  // Connects to the first of the request's targets and sends it the same request for the rest of the
  // pipeline. Throws boost::system::system_error or DeadlineExceeded.
  static Task<std::unique_ptr<Mirror>> open(const TransferContext& context,
                                            const ::hadoop::hdfs::OpWriteBlockProto& request);

  // "ip:port", how a client recognises a node of its pipeline.
  const std::string& name() const { return name_; }
  // How long an answer of the pipeline from here on may take.
  Duration idle_limit() const { return idle_limit_; }
  transfer::PacketStream& stream() { return stream_; }

  // The answer to the request: whether the pipeline stands, and if not, which link is bad.
  Task<::hadoop::hdfs::BlockOpResponseProto> read_connect_ack();

  // After a failure: nothing is sent any more, and whoever waits for acks gets an error.
  void fail();
  bool failed() const { return failed_; }

 private:
  Mirror(asio::ip::tcp::socket socket, std::string name, Duration idle_limit);

  transfer::PacketStream stream_;
  const std::string name_;
  const Duration idle_limit_;
  bool failed_ = false;
};

}  // namespace mammoth::datanode
