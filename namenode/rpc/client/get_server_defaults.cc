#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetServerDefaultsResponseProto> ClientProtocol::get_server_defaults(
    const wire::GetServerDefaultsRequestProto&, rpc::Call&) {
  const ServerDefaults& defaults = system_.options().server_defaults;
  wire::GetServerDefaultsResponseProto response;
  auto* proto = response.mutable_serverdefaults();
  proto->set_blocksize(defaults.block_size_bytes);
  proto->set_bytesperchecksum(defaults.bytes_per_checksum);
  proto->set_writepacketsize(defaults.write_packet_size_bytes);
  proto->set_replication(defaults.replication);
  proto->set_filebuffersize(defaults.file_buffer_size_bytes);
  proto->set_encryptdatatransfer(defaults.encrypt_data_transfer);
  proto->set_trashinterval(defaults.trash_interval_minutes);
  proto->set_checksumtype(defaults.checksum_type == "CRC32"  ? wire::CHECKSUM_CRC32
                          : defaults.checksum_type == "NULL" ? wire::CHECKSUM_NULL
                                                             : wire::CHECKSUM_CRC32C);
  proto->set_keyprovideruri("");
  proto->set_policyid(kHotPolicy);
  proto->set_snapshottrashrootenabled(defaults.snapshot_trash_roots);
  return response;
}

}  // namespace mammoth::namenode
