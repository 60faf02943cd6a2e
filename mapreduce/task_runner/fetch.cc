#include "mapreduce/task_runner/fetch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/http/client.h"
#include "common/io/crc32.h"
#include "common/security/secrets.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce::runner {

namespace {

constexpr std::size_t kFetchBufferBytes = 256 << 10;
constexpr std::size_t kMaxAttemptIdBytes = 1000;
constexpr std::size_t kChecksumBytes = 4;

struct SegmentHead {
  std::string map;
  std::int64_t part_length = 0;
  std::int64_t raw_length = 0;
  std::int64_t reduce = 0;
};

// The body of an answer as a stream of numbers and bytes.
class Body {
 public:
  explicit Body(http::ClientCall& call) : call_(call), buffer_(kFetchBufferBytes, '\0') {}

  // False at the end of the body.
  Result<bool> fill() {
    if (at_ < end_) return true;
    const auto bytes = std::as_writable_bytes(std::span(buffer_));
    at_ = 0;
    end_ = TRY(call_.read(bytes));
    return end_ > 0;
  }
  // At least one byte of what has arrived, at most `most`; empty at the end.
  Result<std::string_view> some(std::uint64_t most) {
    if (!TRY(fill())) return std::string_view{};
    const std::size_t count = std::min<std::uint64_t>(end_ - at_, most);
    const std::string_view piece = std::string_view(buffer_).substr(at_, count);
    at_ += count;
    return piece;
  }
  Result<std::string> exactly(std::size_t count) {
    std::string out;
    while (out.size() < count) {
      const std::string_view piece = TRY(some(count - out.size()));
      if (piece.empty()) return Error{ErrorCode::kEof, "the answer ends early"};
      out += piece;
    }
    return out;
  }
  Result<std::int64_t> vlong() {
    std::string bytes = TRY(exactly(1));
    const std::size_t length = vlongLength(bytes[0]);
    if (length > 1) bytes += TRY(exactly(length - 1));
    std::string_view view = bytes;
    return takeVLong(view);
  }
  Result<SegmentHead> head() {
    SegmentHead head;
    const std::int64_t length = TRY(vlong());
    if (length < 0 || length > static_cast<std::int64_t>(kMaxAttemptIdBytes))
      return Error{ErrorCode::kIo, fmt::format("a map's name of {} bytes", length)};
    head.map = TRY(exactly(static_cast<std::size_t>(length)));
    head.part_length = TRY(vlong());
    head.raw_length = TRY(vlong());
    head.reduce = TRY(vlong());
    return head;
  }

 private:
  http::ClientCall& call_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

// Copies a segment; its last four bytes are the checksum of those before them.
Result<bool> copy_segment(Body& body, std::uint64_t length, SegmentStore& store) {
  std::uint32_t checksum = 0;
  std::string held;  // the last four bytes so far
  for (std::uint64_t left = length; left > 0;) {
    const std::string_view piece = TRY(body.some(left));
    if (piece.empty()) return Error{ErrorCode::kEof, "the answer ends inside a segment"};
    store.append(piece);
    left -= piece.size();
    if (piece.size() >= kChecksumBytes) {
      checksum = update_crc(ChecksumType::kCrc32, checksum, as_byte_view(held));
      const std::string_view covered = piece.substr(0, piece.size() - kChecksumBytes);
      checksum = update_crc(ChecksumType::kCrc32, checksum, as_byte_view(covered));
      held.assign(piece.substr(covered.size()));
    } else {
      held += piece;
      if (held.size() <= kChecksumBytes) continue;
      const std::string covered = held.substr(0, held.size() - kChecksumBytes);
      checksum = update_crc(ChecksumType::kCrc32, checksum, as_byte_view(covered));
      held.erase(0, covered.size());
    }
  }
  if (held.size() < kChecksumBytes) return false;
  return peekFixed<std::uint32_t>(held) == checksum;
}

std::string target_of(const FetchOrder& order) {
  std::string target = fmt::format("/mapOutput?job={}&reduce={}&map=", order.job, order.reduce);
  for (std::size_t i = 0; i < order.maps.size(); ++i)
    target += (i == 0 ? "" : ",") + order.maps[i].toString();
  return target;
}

FetchFailure failure_of(const Error& error) {
  const bool is_connection = error.code == ErrorCode::kConnect ||
                             error.code == ErrorCode::kUnknownHost ||
                             error.code == ErrorCode::kSocketTimeout;
  return {is_connection ? "CONNECTION" : "IO_ERROR", error.message};
}

std::optional<FetchFailure> check_answer(const http::ClientAnswer& answer, const FetchOrder& order,
                                         const std::string& url_hash) {
  if (answer.status != 200)
    return FetchFailure{"IO_ERROR", fmt::format("Got invalid response code {} from {}",
                                                answer.status, order.server.to_string())};
  if (answer.header("name") != "mapreduce" || answer.header("version") != "1.0.0")
    return FetchFailure{"IO_ERROR", "Incompatible shuffle response version"};
  const std::string expected = security::encode_base64(security::hmac_sha1(order.secret, url_hash));
  if (!security::equal_secrets(expected, answer.header("ReplyHash")))
    return FetchFailure{"IO_ERROR", "Verification of the hashReply failed"};
  return std::nullopt;
}

[[noreturn]] void fail_store(const std::string& path) {
  throw IOException(fmt::format("{}: {}", path, std::strerror(errno)));
}

}  // namespace

SegmentStore::SegmentStore(std::string path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) fail_store(path_);
}

SegmentStore::~SegmentStore() {
  ::close(descriptor_);
}

void SegmentStore::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_store(path_);
    size_ += static_cast<std::uint64_t>(count);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void SegmentStore::truncate(std::uint64_t size) {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fail_store(path_);
  size_ = size;
}

std::optional<FetchFailure> fetch(
    const FetchOrder& order, SegmentStore& store,
    const std::function<void(const TaskAttemptID&, engine::Segment)>& arrived) {
  const std::string target = target_of(order);
  const std::string url_hash = security::encode_base64(
      security::hmac_sha1(order.secret, std::to_string(order.server.port) + target));
  auto call = http::ClientCall::open(
      order.server,
      {.target = target,
       .headers = {{"UrlHash", url_hash}, {"name", "mapreduce"}, {"version", "1.0.0"}}},
      {order.connect_timeout, order.read_timeout});
  if (!call) return failure_of(call.error());
  const auto answer = call->answer();
  if (!answer) return failure_of(answer.error());
  if (auto refused = check_answer(*answer, order, url_hash)) return refused;

  Body body(*call);
  for (std::size_t count = order.maps.size(); count > 0; --count) {
    const auto head = body.head();
    if (!head) return failure_of(head.error());
    const auto map = std::ranges::find(order.maps, head->map, &TaskAttemptID::toString);
    if (map == order.maps.end())
      return FetchFailure{"WRONG_MAP", "Invalid map-output of " + head->map};
    if (head->reduce != order.reduce)
      return FetchFailure{"WRONG_REDUCE", fmt::format("{} of {} for reduce {}", head->map,
                                                      head->reduce, order.reduce)};
    if (head->part_length < 0 || head->raw_length < 0)
      return FetchFailure{"WRONG_LENGTH",
                          fmt::format("{} of {} bytes", head->map, head->part_length)};
    const std::uint64_t begin = store.size();
    const auto length = static_cast<std::uint64_t>(head->part_length);
    const auto copied = copy_segment(body, length, store);
    if (!copied || !*copied) store.truncate(begin);
    if (!copied) return failure_of(copied.error());
    if (!*copied) return FetchFailure{"IO_ERROR", "Checksum error in the output of " + head->map};
    arrived(*map, {store.path(), begin, static_cast<std::uint64_t>(head->raw_length), length});
  }
  return std::nullopt;
}

}  // namespace mammoth::mapreduce::runner
