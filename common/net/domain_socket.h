// Unix domain sockets, over which a DataNode passes open files to clients on its machine (Hadoop:
// DomainSocket). Whoever may connect may ask; what he gets is decided by the operation.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/file_handle.h"
#include "common/base/result.h"

namespace mammoth {

// dfs.domain.socket.path with "_PORT" replaced.
std::string domain_socket_path(std::string_view pattern, std::uint16_t port);

// Refuses (kIo, in Hadoop's words) a path of which somebody else could replace a directory: one that is
// writable to all, to a group that is not root's, or owned by neither root nor this process's user.
Result<void> check_domain_socket_path(const std::string& path);

// Takes the place of a socket that lies there, and lets everybody connect. Refused (kIo) with the path
// and the reason.
Result<FileHandle> listen_on_domain_socket(const std::string& path);

// These throw boost::system::system_error; timed_out when `limit` is over.
FileHandle connect_domain_socket(const std::string& path);
void write_fully(int socket, ByteView bytes, std::chrono::milliseconds limit);
void read_fully(int socket, std::span<std::byte> out, std::chrono::milliseconds limit);
// One byte and at most 8 descriptors with it. Those that come are closed when fewer are taken.
std::vector<FileHandle> receive_descriptors(int socket, std::byte& byte, std::chrono::milliseconds limit);
// False when it would block.
bool send_descriptors(int socket, std::span<const int> descriptors, std::byte byte);

}  // namespace mammoth
