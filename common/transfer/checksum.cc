#include "common/transfer/checksum.h"

#include <fmt/format.h>

namespace mammoth::transfer {

::hadoop::hdfs::ChecksumProto to_proto(const DataChecksum& checksum) {
  ::hadoop::hdfs::ChecksumProto proto;
  proto.set_type(static_cast<::hadoop::hdfs::ChecksumTypeProto>(checksum.type));
  proto.set_bytesperchecksum(checksum.bytes_per_checksum);
  return proto;
}

DataChecksum from_proto(const ::hadoop::hdfs::ChecksumProto& proto) {
  return make_data_checksum(proto.type(), proto.bytesperchecksum());
}

Result<void> check_block_op_response(const ::hadoop::hdfs::BlockOpResponseProto& response,
                                     std::string_view context) {
  using ::hadoop::hdfs::Status;
  if (response.status() == Status::SUCCESS) return {};
  if (response.status() == Status::ERROR_ACCESS_TOKEN)
    return Error{
        ErrorCode::kInvalidToken,
        fmt::format("Got access token error, status message {}, {}", response.message(), context)};
  return Error{ErrorCode::kIo, fmt::format("Got error, status={}, status message {}, {}",
                                           ::hadoop::hdfs::Status_Name(response.status()),
                                           response.message(), context)};
}

}  // namespace mammoth::transfer
