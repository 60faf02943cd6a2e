#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

// The number of a type on the wire (Hadoop: DataChecksum.Type).
int checksum_type_id(std::string_view name) {
  return name == "NULL" ? 0 : name == "CRC32" ? 1 : 2;
}

}  // namespace

Result<void> get_server_defaults(const WebOperation& call) {
  const ServerDefaults& defaults = call.system().options().server_defaults;
  http::JsonWriter json;
  json.begin_object().key("FsServerDefaults").begin_object();
  json.member("replication", defaults.replication);
  json.member("encryptDataTransfer", defaults.encrypt_data_transfer);
  json.member("defaultStoragePolicyId", kHotPolicy);
  json.member("writePacketSize", defaults.write_packet_size_bytes);
  json.member("fileBufferSize", defaults.file_buffer_size_bytes);
  json.member("checksumType", checksum_type_id(defaults.checksum_type));
  json.member("trashInterval", defaults.trash_interval_minutes).member("keyProviderUri", "");
  json.member("blockSize", defaults.block_size_bytes);
  json.member("bytesPerChecksum", defaults.bytes_per_checksum).end_object().end_object();
  call.answer_json(std::move(json));
  return {};
}

}  // namespace mammoth::namenode::web_ops
