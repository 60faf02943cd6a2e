#include "common/http/get.h"

#include <vector>

namespace mammoth::http {

namespace {

constexpr std::size_t kGetPieceBytes = 64 << 10;

}  // namespace

Result<unsigned> get(const HostPort& server, const std::string& target, const GetTimeouts& timeouts,
                     const std::function<void(std::string_view)>& body) {
  ClientCall call = TRY(ClientCall::open(server, {.method = "GET", .target = target}, timeouts));
  const ClientAnswer answer = TRY(call.answer());
  if (answer.status != 200) return answer.status;
  std::vector<std::byte> piece(kGetPieceBytes);
  while (const std::size_t count = TRY(call.read(piece)))
    body({reinterpret_cast<const char*>(piece.data()), count});
  return answer.status;
}

}  // namespace mammoth::http
