#include <fmt/format.h>

#include "common/http/json.h"
#include "datanode/web/webhdfs/operations.h"

namespace mammoth::datanode::web_ops {

namespace {

// Apache's servers print the whole buffer that a checksum of 28 bytes lies in.
constexpr std::size_t kPrintedBytes = 32;

}  // namespace

Result<void> get_file_checksum(const WebOperation& call) {
  const auto checksum = TRY(call.files.checksum(call.path));
  http::JsonWriter json;
  if (!checksum) {
    json.null();
  } else {
    std::string hex;
    for (const char c : checksum->bytes)
      hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    if (hex.size() < 2 * kPrintedBytes) hex.resize(2 * kPrintedBytes, '0');
    json.begin_object().key("FileChecksum").begin_object();
    json.member("algorithm", checksum->algorithm).member("bytes", hex);
    json.member("length", checksum->bytes.size()).end_object().end_object();
  }
  call.exchange.respond({.headers = {{"Content-Type", "application/json; charset=utf-8"}},
                         .body = std::move(json).text()});
  return {};
}

}  // namespace mammoth::datanode::web_ops
