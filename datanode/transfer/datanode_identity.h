// Who this datanode is towards the NameNode (Hadoop: DatanodeRegistration). A plain value, constant
// once the listeners are bound.
#pragma once

#include <cstdint>
#include <string>

namespace mammoth::datanode {

inline constexpr const char* kSoftwareVersion = "3.4.2";  // the release whose protocols we speak

struct DatanodeIdentity {
  std::string ip_address;  // the NameNode replaces it by the address it sees
  std::string host_name;
  std::uint16_t transfer_port = 0;
  std::uint16_t info_port = 0;
  std::uint16_t ipc_port = 0;
};

}  // namespace mammoth::datanode
