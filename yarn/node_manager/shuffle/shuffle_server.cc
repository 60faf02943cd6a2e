#include "yarn/node_manager/shuffle/shuffle_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "common/base/file_handle.h"
#include "common/base/log.h"
#include "common/security/secrets.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::size_t kCopyBytes = 128 << 10;
constexpr std::size_t kMaxMaps = 10'000;

http::Response refuse(unsigned status, std::string message) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=UTF-8"},
                      {"name", "mapreduce"},
                      {"version", "1.0.0"}},
          .body = std::move(message)};
}

std::vector<std::string> values_of(const http::Query& query, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : query.all())
    if (key == name) values.push_back(value);
  return values;
}

std::vector<std::string> split_maps(const std::vector<std::string>& values) {
  std::vector<std::string> maps;
  for (const auto& value : values)
    for (std::size_t begin = 0; begin <= value.size();) {
      const std::size_t end = std::min(value.find(',', begin), value.size());
      if (end > begin) maps.push_back(value.substr(begin, end - begin));
      begin = end + 1;
    }
  return maps;
}

// It becomes a directory's name.
bool is_attempt_name(const std::string& text) {
  return text.starts_with("attempt_") && text.size() <= 200 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

}  // namespace

struct ShuffleServer::Order {
  int reduce = 0;
  std::vector<std::string> maps{};
  std::vector<MapOutputPart> parts{};
  std::string reply_hash{};
};

ShuffleServer::ShuffleServer(ShuffleJobs& jobs, ShuffleSettings settings)
    : jobs_(jobs),
      settings_(std::move(settings)),
      server_(settings_.server, [this](http::Exchange& exchange) { serve(exchange); }) {}

Result<void> ShuffleServer::start() {
  TRY(server_.start());
  jobs_.set_port(server_.port());
  log::info("nodemanager", "{} listening on port {}", ShuffleJobs::kName, server_.port());
  return {};
}

Result<std::string> ShuffleServer::verify(const http::Request& request,
                                          const ShuffleJob& job) const {
  const auto hash = request.header("UrlHash");
  if (!hash) return Error{ErrorCode::kAccessDenied, "fetcher cannot be authenticated"};
  const std::string signed_text = std::to_string(port()) + request.target;
  const std::string expected =
      security::encode_base64(security::hmac_sha1(job.secret, signed_text));
  if (!security::equal_secrets(expected, *hash))
    return Error{ErrorCode::kAccessDenied, "Verification of the hashReply failed"};
  return security::encode_base64(security::hmac_sha1(job.secret, *hash));
}

// On failure `refusal` is the answer.
Result<ShuffleServer::Order> ShuffleServer::accept(const http::Request& request,
                                                   http::Response& refusal) const {
  const auto no = [&](unsigned status, std::string message) {
    refusal = refuse(status, message);
    return Error{ErrorCode::kIllegalArgument, std::move(message)};
  };
  if (request.method != "GET") return no(405, "");
  if (request.header("name") != "mapreduce" || request.header("version") != "1.0.0")
    return no(400, "Incompatible shuffle request version");
  Order order{.maps = split_maps(values_of(request.query, "map"))};
  const auto reduces = values_of(request.query, "reduce");
  const auto jobs = values_of(request.query, "job");
  if (order.maps.empty() || reduces.empty() || jobs.empty())
    return no(400, "Required param job, map and reduce");
  if (reduces.size() != 1 || jobs.size() != 1) return no(400, "Too many job/reduce parameters");
  const char* const end = reduces[0].data() + reduces[0].size();
  if (std::from_chars(reduces[0].data(), end, order.reduce).ptr != end)
    return no(400, "Bad reduce parameter");
  if (order.maps.size() > kMaxMaps || !std::ranges::all_of(order.maps, is_attempt_name))
    return no(400, "Bad map parameter");
  const auto job = jobs_.find(jobs[0]);
  if (!job) return no(401, "Could not find jobid");
  auto reply = verify(request, *job);
  if (!reply) return no(401, reply.error().message);
  order.reply_hash = std::move(*reply);
  const auto roots = settings_.application_roots(job->user, job->application);
  for (const auto& map : order.maps) {
    auto part = find_map_output(roots, map, order.reduce);
    if (!part) return no(500, part.error().message);
    order.parts.push_back(std::move(*part));
  }
  return order;
}

void ShuffleServer::serve(http::Exchange& exchange) const {
  http::Response refusal;
  const auto order = accept(exchange.request(), refusal);
  if (order) return send(exchange, *order);
  log::warn("nodemanager", "Shuffle failure: {}", order.error().message);
  exchange.respond(std::move(refusal));
}

void ShuffleServer::send(http::Exchange& exchange, const Order& order) const {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < order.maps.size(); ++i)
    length += shuffle_header(order.maps[i], order.parts[i], order.reduce).size() +
              order.parts[i].part_bytes;
  exchange.begin(
      {.status = 200,
       .headers = {{"ReplyHash", order.reply_hash}, {"name", "mapreduce"}, {"version", "1.0.0"}}},
      length);
  std::vector<std::byte> buffer(kCopyBytes);
  for (std::size_t i = 0; i < order.maps.size(); ++i) {
    const MapOutputPart& part = order.parts[i];
    exchange.write(shuffle_header(order.maps[i], part, order.reduce));
    const FileHandle file(::open(part.file.c_str(), O_RDONLY | O_CLOEXEC));
    std::uint64_t left = part.part_bytes;
    while (left > 0) {
      const ssize_t count =
          ::pread(file.get(), buffer.data(), std::min<std::uint64_t>(left, kCopyBytes),
                  static_cast<off_t>(part.offset + part.part_bytes - left));
      // A body that is cut off tells the reducer to ask again.
      if (count <= 0) return log::warn("nodemanager", "{} cannot be read", part.file);
      exchange.write(std::span(buffer).first(static_cast<std::size_t>(count)));
      left -= static_cast<std::uint64_t>(count);
    }
  }
}

}  // namespace mammoth::yarn::node
