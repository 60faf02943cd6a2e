#include <fmt/format.h>

#include "common/io/md5.h"
#include "common/protocol/hdfs/client_namenode/lookup.pb.h"
#include "common/rpc/remote_error.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

struct Position {
  int path = 0;
  std::string start_after{};
};

std::string checksum_of(const wire::GetBatchedListingRequestProto& request) {
  std::string joined;
  for (const std::string& path : request.paths()) joined += path;
  return std::string(as_text(md5(as_byte_view(joined))));
}

// Where the answer before this one ended.
Result<Position> position_of(const wire::GetBatchedListingRequestProto& request) {
  if (request.startafter().empty()) return Position{};
  wire::BatchedListingKeyProto key;
  if (!key.ParseFromString(request.startafter()))
    return Error{ErrorCode::kIo, "getBatchedListing: malformed startAfter"};
  if (key.checksum() != checksum_of(request))
    return Error{ErrorCode::kIllegalArgument, "getBatchedListing: startAfter is of other paths"};
  Position position{static_cast<int>(key.pathindex()), key.startafter()};
  if (position.start_after.empty()) ++position.path;
  return position;
}

void set_position(const Position& position, const wire::GetBatchedListingRequestProto& request,
                  wire::GetBatchedListingResponseProto& response) {
  wire::BatchedListingKeyProto key;
  key.set_checksum(checksum_of(request));
  key.set_pathindex(static_cast<std::uint32_t>(position.path));
  key.set_startafter(position.start_after);
  response.set_hasmore(true);
  response.set_startafter(key.SerializeAsString());
}

}  // namespace

Result<wire::GetBatchedListingResponseProto> ClientProtocol::get_batched_listing(
    const wire::GetBatchedListingRequestProto& request, rpc::Call& call) {
  const int limit = static_cast<int>(system_.options().batched_listing_limit);
  if (request.paths_size() > limit)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Too many source paths ({} > {})", request.paths_size(), limit)};
  Position at = TRY(position_of(request));
  wire::GetBatchedListingResponseProto response;
  response.set_hasmore(false);
  response.set_startafter("");
  const Caller caller = caller_of(call);
  std::size_t entries = 0;
  for (; at.path < request.paths_size(); ++at.path, at.start_after.clear()) {
    const std::string& path = request.paths(at.path);
    auto* listing = response.add_listings();
    listing->set_parentidx(static_cast<std::uint32_t>(at.path));
    auto page = system_.get_listing(caller, path, at.start_after, request.needlocation());
    if (page && !*page) page = Error{ErrorCode::kFileNotFound, "Path " + path + " does not exist"};
    if (!page) {
      listing->mutable_exception()->set_classname(std::string(rpc::java_class_of(page.error())));
      listing->mutable_exception()->set_message(page.error().message);
      continue;
    }
    const DirectoryPage& found = **page;
    for (const FileStatus& entry : found.entries)
      to_proto(entry, system_.block_pool_id(), listing->add_partiallisting());
    entries += found.entries.size();
    const bool more_here = found.remaining_entries > 0;
    if (!more_here &&
        (entries < system_.options().listing_limit || at.path + 1 == request.paths_size()))
      continue;
    set_position({at.path, found.entries.empty() ? "" : found.entries.back().status.name}, request,
                 response);
    break;
  }
  return response;
}

}  // namespace mammoth::namenode
