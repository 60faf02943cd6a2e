#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

constexpr std::size_t kPieceBytes = 256u << 10;
// Apache's server prints the whole buffer that a checksum of 28 bytes lies in.
constexpr std::size_t kPrintedChecksumBytes = 32;

// An upload that breaks off leaves the file with what has come, closed.
class ClosedInAnyCase {
 public:
  explicit ClosedInAnyCase(hdfs::FileWriter& writer) : writer_(writer) {}
  ~ClosedInAnyCase() { static_cast<void>(writer_.close()); }
  ClosedInAnyCase(const ClosedInAnyCase&) = delete;
  ClosedInAnyCase& operator=(const ClosedInAnyCase&) = delete;

 private:
  hdfs::FileWriter& writer_;
};

Result<void> receive(http::Exchange& exchange, hdfs::FileWriter& writer) {
  const ClosedInAnyCase closed(writer);
  std::vector<std::byte> piece(kPieceBytes);
  while (const std::size_t count = exchange.read(piece))
    TRY(writer.write(std::span(piece).first(count)));
  return writer.close();
}

void answer_location(const Call& call, const std::string& location) {
  http::JsonWriter json;
  call.answer_plain_json(json.begin_object().member("Location", location).end_object());
}

// Bytes come with a second request, to the same address with data=true. True: it was the first.
Result<bool> sent_to_upload(const Call& call) {
  const bool has_data = TRY(call.given.boolean("data", false));
  if (TRY(call.given.boolean("noredirect", false))) {
    answer_location(call, call.own_address(true));
    return true;
  }
  if (has_data) return false;
  call.exchange.respond({.status = 307,
                         .headers = {{"Content-Type", "application/json;charset=utf-8"},
                                     {"Location", call.own_address(true)}}});
  return true;
}

}  // namespace

Result<void> open(const Call& call) {
  const auto offset = static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, TRY(call.given.number("offset")).value_or(0)));
  const auto length = TRY(call.given.number("length")).value_or(-1);
  if (TRY(call.given.boolean("noredirect", false))) {
    answer_location(call, call.own_address(false));
    return {};
  }
  const auto reader = TRY(call.files.open(call.path));
  if (offset > reader->length_bytes())
    return Error{ErrorCode::kEof,
                 fmt::format("Premature EOF from inputStream after skipping {} byte(s).",
                             reader->length_bytes())};
  TRY(reader->seek(offset));
  std::uint64_t left = reader->length_bytes() - offset;
  if (length >= 0) left = std::min(left, static_cast<std::uint64_t>(length));
  std::vector<std::byte> piece(std::min<std::uint64_t>(kPieceBytes, left));
  // The first bytes are read before the answer begins, so that a lost block is a refusal.
  std::size_t count = left == 0 ? 0 : TRY(reader->read(piece));
  call.exchange.begin({.headers = {{"Content-Type", "application/octet-stream"}}}, left);
  while (count > 0) {
    call.exchange.write(std::span(piece).first(count));
    left -= count;
    const auto next = std::span(piece).first(std::min<std::uint64_t>(piece.size(), left));
    // A file that breaks off breaks the connection off: the length was announced.
    count = next.empty() ? 0 : reader->read(next).value();
  }
  return {};
}

Result<void> create(const Call& call) {
  const auto mode = TRY(call.given.short_number("permission", 8)).value_or(0755);
  const auto unmasked = TRY(call.given.short_number("unmaskedpermission", 8));
  const auto replication = TRY(call.given.short_number("replication")).value_or(-1);
  const auto block_size = TRY(call.given.number("blocksize")).value_or(-1);
  hdfs::CreateOptions options;
  options.overwrite = TRY(call.given.boolean("overwrite", true));
  options.permission = static_cast<std::uint16_t>(unmasked.value_or(mode));
  if (unmasked) options.masked_permission = static_cast<std::uint16_t>(mode);
  if (replication != -1) options.replication = static_cast<std::uint16_t>(replication);
  if (block_size != -1) options.block_size_bytes = static_cast<std::uint64_t>(block_size);
  if (TRY(sent_to_upload(call))) return {};
  const auto writer = TRY(call.files.create(call.path, options));
  TRY(receive(call.exchange, *writer));
  const std::string address = call.own_address(false);
  const std::string file = address.substr(0, address.find('?'));
  http::JsonWriter json;
  json.begin_object().member("Location", file).end_object();
  call.exchange.respond({.status = 201,
                         .headers = {{"Content-Type", "application/json"}, {"Location", file}},
                         .body = json.text()});
  return {};
}

Result<void> append(const Call& call) {
  if (TRY(sent_to_upload(call))) return {};
  const auto writer = TRY(call.files.append(call.path));
  TRY(receive(call.exchange, *writer));
  call.exchange.respond({.headers = {{"Content-Type", "application/json"}}});
  return {};
}

Result<void> get_file_checksum(const Call& call) {
  if (TRY(call.given.boolean("noredirect", false))) {
    answer_location(call, call.own_address(false));
    return {};
  }
  const auto checksum = TRY(call.files.checksum(call.path));
  http::JsonWriter json;
  json.begin_object().key("FileChecksum");
  if (!checksum) {
    json.null();
  } else {
    std::string hex;
    for (const char c : checksum->bytes)
      hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    if (hex.size() < 2 * kPrintedChecksumBytes) hex.resize(2 * kPrintedChecksumBytes, '0');
    json.begin_object().member("algorithm", checksum->algorithm).member("bytes", hex);
    json.member("length", checksum->bytes.size()).end_object();
  }
  call.answer_json(json.end_object());
  return {};
}

}  // namespace mammoth::httpfs::ops
