#include "common/http/client.h"

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "common/http/head.h"
#include "common/http/letters.h"

namespace mammoth::http {

namespace {

constexpr std::size_t kHeadLimitBytes = 64 << 10;
constexpr std::size_t kPieceBytes = 64 << 10;

Error broken(std::string_view why) {
  return {ErrorCode::kIo, fmt::format("Invalid Http response: {}", why)};
}

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

void set_timeout(int socket, int option, std::chrono::milliseconds limit) {
  const timeval value{limit.count() / 1000, limit.count() % 1000 * 1000};
  ::setsockopt(socket, SOL_SOCKET, option, &value, sizeof value);
}

Result<Socket> dial(const HostPort& server, const ClientTimeouts& timeouts) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(server.host.c_str(), std::to_string(server.port).c_str(), &hints, &found) != 0)
    return Error{ErrorCode::kUnknownHost, server.host};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  int failure = ECONNREFUSED;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    Socket socket(::socket(address->ai_family, address->ai_socktype, address->ai_protocol));
    if (socket.get() < 0) continue;
    set_timeout(socket.get(), SO_SNDTIMEO, timeouts.connect);
    set_timeout(socket.get(), SO_RCVTIMEO, timeouts.read);
    if (::connect(socket.get(), address->ai_addr, address->ai_addrlen) == 0) return socket;
    failure = errno;
  }
  const bool late = failure == EINPROGRESS || failure == EAGAIN;
  return Error{late ? ErrorCode::kSocketTimeout : ErrorCode::kConnect,
               late ? "connect timed out" : std::strerror(failure)};
}

Result<std::uint64_t> parse_number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return broken("a length is no number");
  return value;
}

Result<void> send_all(const Socket& socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      return Error{ErrorCode::kSocketTimeout, "Write timed out"};
    if (sent < 0) return Error{ErrorCode::kIo, std::strerror(errno)};
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

}  // namespace

struct ClientCall::Connection {
  Socket socket;
  bool sends_body = false;
  // What has been received and not yet used.
  std::string bytes{};
  std::size_t used = 0;
  // Of the answer's body: how much of it, or of its chunk, is still to come; nothing: until the
  // end.
  std::optional<std::uint64_t> left{};
  bool chunked = false;
  bool first_chunk = true;
  bool ended = false;

  // False at the end.
  Result<bool> more() {
    bytes.erase(0, used);
    used = 0;
    const std::size_t before = bytes.size();
    bytes.resize(before + kPieceBytes);
    for (;;) {
      const ssize_t count = ::recv(socket.get(), bytes.data() + before, kPieceBytes, 0);
      if (count < 0 && errno == EINTR) continue;
      bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return Error{ErrorCode::kSocketTimeout, "Read timed out"};
      if (count < 0) return Error{ErrorCode::kIo, std::strerror(errno)};
      return count > 0;
    }
  }

  // Up to and without "\r\n".
  Result<std::string> line() {
    for (;;) {
      if (const std::size_t end = bytes.find("\r\n", used); end != std::string::npos) {
        std::string text = bytes.substr(used, end - used);
        used = end + 2;
        return text;
      }
      if (bytes.size() - used > kHeadLimitBytes) return broken("a line is too long");
      if (!TRY(more())) return broken("it ends early");
    }
  }

  Result<ClientAnswer> head() {
    ClientAnswer answer;
    const std::string first = TRY(line());
    if (!first.starts_with("HTTP/1.") || first.size() < 12) return broken("no status line");
    answer.status =
        static_cast<unsigned>(TRY(parse_number(std::string_view(first).substr(9, 3), 10)));
    for (std::size_t size = 0; size <= kHeadLimitBytes;) {
      const std::string text = TRY(line());
      if (text.empty()) return answer;
      size += text.size();
      TRY(take_header(text, answer));
    }
    return broken("its head is too long");
  }

  Result<void> take_header(const std::string& text, ClientAnswer& answer) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = std::string_view(text).substr(0, colon);
    const std::size_t begin = text.find_first_not_of(": \t", colon);
    const std::string value = begin == std::string::npos ? "" : text.substr(begin);
    answer.headers.emplace_back(name, value);
    if (same_name(name, "content-length")) left = TRY(parse_number(value, 10));
    if (same_name(name, "transfer-encoding")) chunked = same_name(value, "chunked");
    if (same_name(name, "location")) answer.location = value;
    if (same_name(name, "content-type")) answer.content_type = value.substr(0, value.find(';'));
    return {};
  }

  // To the next chunk; the end of the body behind the last.
  Result<void> next_chunk() {
    if (!std::exchange(first_chunk, false)) TRY(line());
    const std::string size = TRY(line());
    left = TRY(parse_number(size, 16));
    ended = *left == 0;
    return {};
  }
};

std::string_view ClientAnswer::header(std::string_view name) const {
  for (const auto& [each, value] : headers)
    if (same_name(each, name)) return value;
  return {};
}

ClientCall::ClientCall(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
ClientCall::ClientCall(ClientCall&&) noexcept = default;
ClientCall& ClientCall::operator=(ClientCall&&) noexcept = default;
ClientCall::~ClientCall() = default;

Result<ClientCall> ClientCall::open(const HostPort& server, const ClientRequest& request,
                                    const ClientTimeouts& timeouts) {
  auto connection = std::make_unique<Connection>(Connection{.socket = TRY(dial(server, timeouts))});
  connection->sends_body = request.sends_body;
  const bool has_length =
      !request.sends_body && request.method != "GET" && request.method != "HEAD";
  std::string more;
  bool accepts = false;
  for (const auto& [name, value] : request.headers) {
    append_header(more, name, value);
    accepts = accepts || same_name(name, "Accept");
  }
  if (!accepts) append_header(more, "Accept", "*/*");
  connection->ended = request.method == "HEAD";
  TRY(send_all(connection->socket,
               fmt::format("{} {} HTTP/1.1\r\nHost: {}:{}\r\n{}{}{}"
                           "Connection: close\r\n\r\n",
                           request.method, request.target, server.host, server.port, more,
                           request.sends_body ? "Content-Type: application/octet-stream\r\n"
                                                "Transfer-Encoding: chunked\r\n"
                                              : "",
                           has_length ? "Content-Length: 0\r\n" : "")));
  return ClientCall(std::move(connection));
}

Result<void> ClientCall::write(std::span<const std::byte> bytes) {
  if (bytes.empty()) return {};
  TRY(send_all(connection_->socket, fmt::format("{:x}\r\n", bytes.size())));
  TRY(send_all(connection_->socket, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  return send_all(connection_->socket, "\r\n");
}

Result<ClientAnswer> ClientCall::answer() {
  // A server that has refused in between says why, even if it takes no more.
  if (connection_->sends_body) (void)send_all(connection_->socket, "0\r\n\r\n");
  ClientAnswer answer = TRY(connection_->head());
  while (answer.status == 100) answer = TRY(connection_->head());
  if (connection_->chunked) connection_->left = 0;
  return answer;
}

Result<std::size_t> ClientCall::read(std::span<std::byte> buffer) {
  Connection& from = *connection_;
  if (buffer.empty() || from.ended) return std::size_t{0};
  if (from.chunked && from.left == 0) TRY(from.next_chunk());
  if (from.ended || from.left == 0) return std::size_t{0};
  if (from.used == from.bytes.size() && !TRY(from.more())) {
    if (from.left) return broken("it ends early");
    from.ended = true;
    return std::size_t{0};
  }
  const std::size_t count = std::min<std::uint64_t>(
      {buffer.size(), from.bytes.size() - from.used, from.left.value_or(buffer.size())});
  std::memcpy(buffer.data(), from.bytes.data() + from.used, count);
  from.used += count;
  if (from.left) *from.left -= count;
  return count;
}

Result<std::string> ClientCall::read_all(std::size_t limit) {
  std::string text;
  std::byte piece[16 << 10];
  while (const std::size_t count = TRY(read(piece))) {
    if (text.size() + count > limit)
      return Error{ErrorCode::kIo, fmt::format("an answer of more than {} bytes", limit)};
    text.append(reinterpret_cast<const char*>(piece), count);
  }
  return text;
}

}  // namespace mammoth::http
