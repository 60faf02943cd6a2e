#include "common/net/domain_socket.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <boost/system/system_error.hpp>
#include <cerrno>
#include <cstring>

namespace mammoth {
namespace {

constexpr std::size_t kMostDescriptors = 8;

[[noreturn]] void fail(const char* what, int error_number) {
  throw boost::system::system_error(error_number, boost::system::generic_category(), what);
}

void await(int socket, short events, std::chrono::milliseconds limit) {
  pollfd waiting{socket, events, 0};
  const int count = ::poll(&waiting, 1, limit.count() > 0 ? static_cast<int>(limit.count()) : -1);
  if (count == 0) fail("poll", ETIMEDOUT);
  if (count < 0 && errno != EINTR) fail("poll", errno);
}

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return Error{ErrorCode::kIo, fmt::format("error computing UNIX domain socket path: {} is too long. "
                                             "The longest UNIX domain socket path possible on this "
                                             "host is {} bytes.", path, sizeof address.sun_path - 1)};
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

// What is wrong with one directory on the way, empty for nothing, with the remedy.
std::string weakness(const std::string& directory, const struct stat& status) {
  const auto mode = status.st_mode & 0777;
  if (mode & 0002)
    return fmt::format("It is not protected because it is world-writable.  This might help: 'chmod o-w "
                       "{}'.", directory);
  if ((mode & 0020) && status.st_gid != 0)
    return fmt::format("It is not protected because it is group-writable and not owned by root.  This "
                       "might help: 'chmod g-w {}' or 'chown root {}'.", directory, directory);
  if ((mode & 0200) && status.st_uid != 0 && status.st_uid != ::geteuid())
    return fmt::format("It is not protected because it is owned by a user who is not root and not the "
                       "effective user: '{}'.  This might help: 'chown root {}' or 'chown {} {}'.",
                       ::geteuid(), directory, ::geteuid(), directory);
  return {};
}

}  // namespace

std::string domain_socket_path(std::string_view pattern, std::uint16_t port) {
  std::string path(pattern);
  if (const auto at = path.find("_PORT"); at != std::string::npos)
    path.replace(at, 5, std::to_string(port));
  return path;
}

Result<void> check_domain_socket_path(const std::string& path) {
  const auto last = path.rfind('/');
  if (!path.starts_with('/') || last + 1 == path.size())
    return Error{ErrorCode::kIo, fmt::format("the socket path {} is not an absolute path of a file", path)};
  for (std::size_t end = 0; end != std::string::npos && end <= last;) {
    const std::string directory = path.substr(0, std::max<std::size_t>(end, 1));
    struct stat status{};
    if (::stat(directory.c_str(), &status) != 0)
      return Error{ErrorCode::kIo, fmt::format("failed to stat a path component: '{}' in '{}'.  error "
                                               "code {} ({})", directory, path, errno,
                                               std::strerror(errno))};
    if (const auto why = weakness(directory, status); !why.empty())
      return Error{ErrorCode::kIo,
                   fmt::format("The path component: '{}' in '{}' has permissions {:04o} uid {} and gid "
                               "{}. {} For more information: "
                               "https://wiki.apache.org/hadoop/SocketPathSecurity", directory, path,
                               status.st_mode & 0777, status.st_uid, status.st_gid, why)};
    end = path.find('/', end + 1);
  }
  return {};
}

Result<FileHandle> listen_on_domain_socket(const std::string& path) {
  const sockaddr_un address = TRY(address_of(path));
  FileHandle socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  struct stat there{};
  if (::lstat(path.c_str(), &there) == 0 && S_ISSOCK(there.st_mode)) ::unlink(path.c_str());
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (!socket || ::bind(socket.get(), generic, sizeof address) != 0 ||
      ::chmod(path.c_str(), 0666) != 0 || ::listen(socket.get(), SOMAXCONN) != 0)
    return Error{ErrorCode::kIo, fmt::format("bind(2) error: {} when trying to bind to '{}'",
                                             std::strerror(errno), path)};
  return socket;
}

FileHandle connect_domain_socket(const std::string& path) {
  const auto address = address_of(path);
  if (!address) fail("connect", ENAMETOOLONG);
  FileHandle socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) fail("socket", errno);
  const auto* generic = reinterpret_cast<const sockaddr*>(&*address);
  if (::connect(socket.get(), generic, sizeof *address) != 0) fail("connect", errno);
  return socket;
}

void write_fully(int socket, ByteView bytes, std::chrono::milliseconds limit) {
  while (!bytes.empty()) {
    const auto count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      await(socket, POLLOUT, limit);
    } else if (errno != EINTR) {
      fail("send", errno);
    }
  }
}

void read_fully(int socket, std::span<std::byte> out, std::chrono::milliseconds limit) {
  while (!out.empty()) {
    await(socket, POLLIN, limit);
    const auto count = ::recv(socket, out.data(), out.size(), 0);
    if (count == 0) fail("recv", ECONNRESET);
    if (count > 0) out = out.subspan(static_cast<std::size_t>(count));
    if (count < 0 && errno != EINTR && errno != EAGAIN) fail("recv", errno);
  }
}

std::vector<FileHandle> receive_descriptors(int socket, std::byte& byte,
                                            std::chrono::milliseconds limit) {
  await(socket, POLLIN, limit);
  alignas(cmsghdr) char control[CMSG_SPACE(kMostDescriptors * sizeof(int))];
  iovec piece{&byte, 1};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const auto count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (count < 0) fail("recvmsg", errno);
  std::vector<FileHandle> result;
  for (auto* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    for (std::size_t at = CMSG_LEN(0); at + sizeof(int) <= header->cmsg_len; at += sizeof(int)) {
      int descriptor = -1;
      std::memcpy(&descriptor, reinterpret_cast<const char*>(header) + at, sizeof descriptor);
      result.emplace_back(descriptor);
    }
  }
  if (count == 0) fail("recvmsg", ECONNRESET);
  return result;
}

bool send_descriptors(int socket, std::span<const int> descriptors, std::byte byte) {
  alignas(cmsghdr) char control[CMSG_SPACE(kMostDescriptors * sizeof(int))] = {};
  iovec piece{&byte, 1};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
  auto* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
  std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
  if (::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == 1) return true;
  if (errno == EAGAIN || errno == EINTR) return false;
  fail("sendmsg", errno);
}

}  // namespace mammoth
