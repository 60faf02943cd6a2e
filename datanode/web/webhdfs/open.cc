#include <algorithm>
#include <vector>

#include "datanode/web/webhdfs/operations.h"

namespace mammoth::datanode::web_ops {

namespace {

constexpr std::size_t kPieceBytes = 256u << 10;

}  // namespace

Result<void> open(const WebOperation& call) {
  const auto offset =
      static_cast<std::uint64_t>(TRY(call.parameters.number(webhdfs::numbers::kOffset)).value_or(0));
  const auto length = TRY(call.parameters.number(webhdfs::numbers::kLength));
  const auto reader = TRY(call.files.open(call.path));
  if (offset > reader->length_bytes()) return Error{ErrorCode::kEof, "Cannot seek after EOF"};
  TRY(reader->seek(offset));
  std::uint64_t left = reader->length_bytes() - offset;
  if (length) left = std::min(left, static_cast<std::uint64_t>(*length));

  std::vector<std::byte> piece(std::min<std::uint64_t>(kPieceBytes, left));
  // The first bytes are read before the answer begins, so that a lost block is a refusal.
  std::size_t count = left == 0 ? 0 : TRY(reader->read(piece));
  call.exchange.begin({.headers = {{"Access-Control-Allow-Methods", "GET"},
                                   {"Access-Control-Allow-Origin", "*"},
                                   {"Content-Type", "application/octet-stream"}}},
                      left);
  while (count > 0) {
    call.exchange.write(std::span(piece).first(count));
    left -= count;
    const auto next = std::span(piece).first(std::min<std::uint64_t>(piece.size(), left));
    // A file that breaks off breaks the connection off: the length was announced.
    count = next.empty() ? 0 : reader->read(next).value();
  }
  return {};
}

}  // namespace mammoth::datanode::web_ops
