#include "spark-core/net/frame.h"

#include <sys/random.h>

#include <cstring>

#include "common/security/secrets.h"

namespace mammoth::spark::net {
namespace {

constexpr std::string_view kGreeting = "MSPARK1\n";
constexpr std::size_t kProofBytes = 32;
constexpr auto kHandshakeTime = std::chrono::seconds(20);

std::string random_bytes() {
  std::string bytes(kProofBytes, '\0');
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("no random bytes");
  return bytes;
}

std::string read_string(Socket& socket, std::size_t bytes) {
  std::string text(bytes, '\0');
  socket.read_exactly(text.data(), bytes);
  return text;
}

std::string proof(std::string_view secret, std::string_view who, std::string_view client_nonce,
                  std::string_view server_nonce) {
  std::string bytes(who);
  bytes += client_nonce;
  bytes += server_nonce;
  // HMAC wants a key; without a secret the proof only says that both speak this protocol.
  return security::hmac_sha256(secret.empty() ? "-" : secret, bytes);
}

[[noreturn]] void refuse(Socket& socket) {
  throw ConnectionLost("Authentication failed: " + socket.peer() +
                       " does not know the secret (spark.authenticate.secret)");
}

}  // namespace

void send_frame(Socket& socket, std::uint8_t kind, std::string_view body) {
  if (body.size() > UINT32_MAX) throw std::length_error("a message of more than 4 GiB");
  const auto length = static_cast<std::uint32_t>(body.size());
  std::string head(5, '\0');
  for (std::size_t i = 0; i < 4; ++i) head[i] = static_cast<char>(length >> (8 * i));
  head[4] = static_cast<char>(kind);
  if (body.size() < 16 * 1024) {
    head += body;
    return socket.write(head);
  }
  socket.write(head);
  socket.write(body);
}

Frame receive_frame(Socket& socket, std::size_t most_bytes) {
  unsigned char head[5];
  socket.read_exactly(head, sizeof head);
  const std::size_t length = std::size_t{head[0]} | std::size_t{head[1]} << 8 |
                             std::size_t{head[2]} << 16 | std::size_t{head[3]} << 24;
  if (length > most_bytes)
    throw ConnectionLost(socket.peer() + " sent a message of " + std::to_string(length) +
                         " bytes; at most " + std::to_string(most_bytes) + " are accepted");
  Frame frame{head[4], {}};
  frame.body = read_string(socket, length);
  return frame;
}

void authenticate_to_server(Socket& socket, std::string_view secret) {
  socket.set_timeout(kHandshakeTime);
  const std::string mine = random_bytes();
  socket.write(std::string(kGreeting) + mine);
  const std::string theirs = read_string(socket, kProofBytes);
  const std::string shown = read_string(socket, kProofBytes);
  if (!security::equal_secrets(shown, proof(secret, "server", mine, theirs))) refuse(socket);
  socket.write(proof(secret, "client", mine, theirs));
  if (read_string(socket, 1) != "\x01") refuse(socket);
  socket.set_timeout(std::chrono::milliseconds(0));
}

void authenticate_client(Socket& socket, std::string_view secret) {
  socket.set_timeout(kHandshakeTime);
  if (read_string(socket, kGreeting.size()) != kGreeting)
    throw ConnectionLost(socket.peer() + " does not speak this protocol");
  const std::string theirs = read_string(socket, kProofBytes);
  const std::string mine = random_bytes();
  socket.write(mine + proof(secret, "server", theirs, mine));
  const std::string shown = read_string(socket, kProofBytes);
  if (!security::equal_secrets(shown, proof(secret, "client", theirs, mine))) refuse(socket);
  socket.write("\x01");
  socket.set_timeout(std::chrono::milliseconds(0));
}

std::string new_secret() {
  std::string text;
  for (const char byte : random_bytes()) {
    constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace mammoth::spark::net
