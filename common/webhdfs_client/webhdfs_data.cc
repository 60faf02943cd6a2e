// The bytes of files.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/webhdfs_client/json_status.h"
#include "common/webhdfs_client/webhdfs_file_system.h"

namespace mammoth::webhdfs_client {

using http::ClientCall;
using http::JsonValue;

namespace {

constexpr std::size_t kPieceBytes = 256 << 10;  // sent as one chunk

// Reads on in one answer as long as nobody seeks; a place of its own is a call of its own.
class WebReader final : public hdfs::FileReader {
 public:
  WebReader(std::shared_ptr<const Service> service, hdfs::FileStatus file)
      : service_(std::move(service)), file_(std::move(file)) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    if (buffer.empty() || position_ >= file_.length_bytes) return std::size_t{0};
    if (!call_) call_ = TRY(open_at(position_, std::nullopt));
    const std::size_t count = TRY(call_->read(buffer));
    if (count == 0) return Error{ErrorCode::kIo, file_.path + ": the answer ended early"};
    position_ += count;
    return count;
  }

  Result<std::size_t> read_at(std::uint64_t offset_bytes, std::span<std::byte> buffer) override {
    if (buffer.empty() || offset_bytes >= file_.length_bytes) return std::size_t{0};
    const std::uint64_t wanted =
        std::min<std::uint64_t>(buffer.size(), file_.length_bytes - offset_bytes);
    ClientCall call = TRY(open_at(offset_bytes, wanted));
    std::size_t filled = 0;
    while (filled < wanted) {
      const std::size_t count = TRY(call.read(buffer.subspan(filled, wanted - filled)));
      if (count == 0) return Error{ErrorCode::kIo, file_.path + ": the answer ended early"};
      filled += count;
    }
    return filled;
  }

  Result<void> seek(std::uint64_t offset_bytes) override {
    if (offset_bytes > file_.length_bytes)
      return Error{ErrorCode::kEof, "Cannot seek after EOF"};
    if (offset_bytes != position_) call_.reset();
    position_ = offset_bytes;
    return {};
  }
  std::uint64_t position() const override { return position_; }
  std::uint64_t length_bytes() const override { return file_.length_bytes; }
  void unbuffer() override { call_.reset(); }

 private:
  Result<ClientCall> open_at(std::uint64_t offset, std::optional<std::uint64_t> length) const {
    Parameters range{{"offset", std::to_string(offset)}};
    if (length) range.emplace_back("length", std::to_string(*length));
    ClientCall call =
        TRY(service_->open_at_datanode({"GET", "OPEN", file_.path, std::move(range)}, false));
    const http::ClientAnswer answer = TRY(call.answer());
    if (answer.status != 200 && answer.status != 206) return Service::refusal(call, answer);
    return call;
  }

  const std::shared_ptr<const Service> service_;
  const hdfs::FileStatus file_;
  std::uint64_t position_ = 0;
  std::optional<ClientCall> call_;  // at position_
};

class WebWriter final : public hdfs::FileWriter {
 public:
  WebWriter(ClientCall call, std::uint64_t position, unsigned expected)
      : call_(std::move(call)), position_(position), expected_(expected) {}

  Result<void> write(std::span<const std::byte> bytes) override {
    position_ += bytes.size();
    while (!bytes.empty()) {
      const auto piece = bytes.first(std::min(bytes.size(), kPieceBytes));
      if (const auto sent = call_.write(piece); !sent) {
        if (const auto answer = finish(); !answer) return answer.error();
        return sent.error();
      }
      bytes = bytes.subspan(piece.size());
    }
    return {};
  }
  Result<void> hflush() override { return {}; }
  Result<void> hsync() override { return {}; }
  Result<void> close() override { return ended_ ? Result<void>() : finish(); }
  std::uint64_t position() const override { return position_; }

 private:
  Result<void> finish() {
    ended_ = true;
    const http::ClientAnswer answer = TRY(call_.answer());
    if (answer.status != expected_) return Service::refusal(call_, answer);
    return {};
  }

  ClientCall call_;
  std::uint64_t position_;
  const unsigned expected_;
  bool ended_ = false;
};

std::string bytes_of_hex(std::string_view hex, std::size_t length) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size() && bytes.size() < length; i += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    bytes.push_back(static_cast<char>(value));
  }
  return bytes;
}

}  // namespace

Result<std::unique_ptr<hdfs::FileReader>> WebHdfsFileSystem::open(const std::string& path) {
  hdfs::FileStatus file = TRY(status(path));
  if (file.is_directory)
    return Error{ErrorCode::kFileNotFound, "Path is not a file: " + path};
  return std::unique_ptr<hdfs::FileReader>(std::make_unique<WebReader>(service_, std::move(file)));
}

Result<std::unique_ptr<hdfs::FileWriter>> WebHdfsFileSystem::create(
    const std::string& path, const hdfs::CreateOptions& options) {
  Parameters parameters = mode_parameters(options.permission, options.masked_permission);
  parameters.emplace_back("overwrite", options.overwrite ? "true" : "false");
  parameters.emplace_back("createparent", options.create_parent ? "true" : "false");
  parameters.emplace_back("replication",
                          std::to_string(options.replication.value_or(options_.replication)));
  parameters.emplace_back(
      "blocksize", std::to_string(options.block_size_bytes.value_or(options_.block_size_bytes)));
  if (options.lazy_persist)
    parameters.emplace_back("createflag",
                            options.overwrite ? "CREATE,OVERWRITE,LAZY_PERSIST" : "CREATE,LAZY_PERSIST");
  ClientCall call = TRY(
      service_->open_at_datanode({"PUT", "CREATE", path, std::move(parameters)}, true));
  return std::unique_ptr<hdfs::FileWriter>(std::make_unique<WebWriter>(std::move(call), 0, 201u));
}

Result<std::unique_ptr<hdfs::FileWriter>> WebHdfsFileSystem::append(const std::string& path) {
  const hdfs::FileStatus file = TRY(status(path));
  ClientCall call = TRY(service_->open_at_datanode({"POST", "APPEND", path}, true));
  return std::unique_ptr<hdfs::FileWriter>(
      std::make_unique<WebWriter>(std::move(call), file.length_bytes, 200u));
}

Result<bool> WebHdfsFileSystem::truncate(const std::string& path, std::uint64_t length_bytes) {
  return service_->ask_boolean(
      {"POST", "TRUNCATE", path, {{"newlength", std::to_string(length_bytes)}}});
}

Result<void> WebHdfsFileSystem::concat(const std::string& target,
                                       const std::vector<std::string>& sources) {
  std::string list;
  for (const std::string& source : sources) list += (list.empty() ? "" : ",") + source;
  TRY(service_->ask({"POST", "CONCAT", target, {{"sources", list}}}));
  return {};
}

Result<std::optional<hdfs::FileChecksum>> WebHdfsFileSystem::checksum(const std::string& path) {
  const JsonValue answer = TRY(service_->ask({"GET", "GETFILECHECKSUM", path}));
  const JsonValue* told = answer.find("FileChecksum");
  if (told == nullptr) return std::optional<hdfs::FileChecksum>();
  return std::optional(hdfs::FileChecksum{
      .algorithm = told->string_at("algorithm").value_or(""),
      .bytes = bytes_of_hex(told->string_at("bytes").value_or(""),
                            static_cast<std::size_t>(std::max<std::int64_t>(
                                number_at(*told, "length"), 0)))});
}

Result<std::vector<hdfs::BlockLocation>> WebHdfsFileSystem::block_locations(
    const std::string& path, std::uint64_t offset_bytes, std::uint64_t length_bytes) {
  const JsonValue answer = TRY(service_->ask({"GET",
                                              "GETFILEBLOCKLOCATIONS",
                                              path,
                                              {{"offset", std::to_string(offset_bytes)},
                                               {"length", std::to_string(length_bytes)}}}));
  const JsonValue& all = *TRY(member_at(answer, "BlockLocations"));
  std::vector<hdfs::BlockLocation> locations;
  for (const JsonValue& location : TRY(member_at(all, "BlockLocation"))->items)
    locations.push_back(to_block_location(location));
  return locations;
}

}  // namespace mammoth::webhdfs_client
