#include "datanode/transfer/conversation.h"

#include "common/net/failure_text.h"
#include "common/protocol/transfer/op.pb.h"

namespace mammoth::datanode {

bool Conversation::is_local() const {
  return is_domain || remote.substr(0, remote.rfind(':')) == local.substr(0, local.rfind(':'));
}

Result<void> Conversation::check_pool(const ::hadoop::hdfs::ExtendedBlockProto& block) const {
  return context.registration.wait_for(
      block.poolid(),
      std::chrono::duration_cast<std::chrono::milliseconds>(context.options.registration_wait));
}

Task<> Conversation::respond(::hadoop::hdfs::Status status, std::string_view message) {
  ::hadoop::hdfs::BlockOpResponseProto response;
  response.set_status(status);
  if (!message.empty()) response.set_message(std::string(message));
  co_await stream.write_delimited(response);
}

std::string failure_text(const std::exception& failure) {
  return mammoth::failure_text(failure);
}

}  // namespace mammoth::datanode
