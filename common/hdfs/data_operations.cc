#include "common/hdfs/convert.h"
#include "common/hdfs/file_checksum.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/hdfs/hdfs_reader.h"
#include "common/hdfs/hdfs_writer.h"
#include "common/protocol/hdfs/client_namenode/files.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

Result<std::unique_ptr<FileReader>> HdfsFileSystem::open(const std::string& path) {
  auto blocks = TRY(BlockLocations::open(client_, path));
  return std::unique_ptr<FileReader>(
      std::make_unique<HdfsReader>(client_, path, std::move(blocks), verifies_));
}

Result<std::unique_ptr<FileWriter>> HdfsFileSystem::create(const std::string& path,
                                                           const CreateOptions& options) {
  pb::CreateRequestProto request;
  request.set_src(path);
  request.mutable_masked()->set_perm(
      options.masked_permission.value_or(options.permission & ~client_->settings.umask));
  request.mutable_unmasked()->set_perm(options.permission);
  request.set_clientname(client_->namenode.client_name());
  request.set_createflag(pb::CREATE | (options.overwrite ? pb::OVERWRITE : 0) |
                         (options.lazy_persist ? pb::LAZY_PERSIST : 0));
  request.set_createparent(options.create_parent);
  request.set_replication(options.replication.value_or(client_->settings.replication));
  request.set_blocksize(options.block_size_bytes.value_or(client_->settings.block_size_bytes));
  request.add_cryptoprotocolversion(pb::ENCRYPTION_ZONES);
  const auto answer = TRY(client_->namenode.call<pb::CreateResponseProto>("create", request));
  HdfsWriter::File file{path, answer.fs().fileid(), request.blocksize(), request.replication(), 0};
  return std::unique_ptr<FileWriter>(
      std::make_unique<HdfsWriter>(client_, std::move(file), std::nullopt));
}

Result<std::unique_ptr<FileWriter>> HdfsFileSystem::append(const std::string& path) {
  pb::AppendRequestProto request;
  request.set_src(path);
  request.set_clientname(client_->namenode.client_name());
  request.set_flag(pb::APPEND);
  const auto answer = TRY(client_->namenode.call<pb::AppendResponseProto>("append", request));
  HdfsWriter::File file{path, answer.stat().fileid(), answer.stat().blocksize(),
                        answer.stat().block_replication(), answer.stat().length()};
  std::optional<pb::LocatedBlockProto> last;
  if (answer.has_block()) last = answer.block();
  return std::unique_ptr<FileWriter>(
      std::make_unique<HdfsWriter>(client_, std::move(file), std::move(last)));
}

Result<bool> HdfsFileSystem::truncate(const std::string& path, std::uint64_t length_bytes) {
  pb::TruncateRequestProto request;
  request.set_src(path);
  request.set_newlength(length_bytes);
  request.set_clientname(client_->namenode.client_name());
  return TRY(client_->namenode.call<pb::TruncateResponseProto>("truncate", request)).result();
}

Result<void> HdfsFileSystem::concat(const std::string& target,
                                    const std::vector<std::string>& sources) {
  pb::ConcatRequestProto request;
  request.set_trg(target);
  for (const auto& source : sources) request.add_srcs(source);
  TRY(client_->namenode.call<pb::ConcatResponseProto>("concat", request));
  return {};
}

Result<std::optional<FileChecksum>> HdfsFileSystem::checksum(const std::string& path) {
  return file_checksum(*client_, path);
}

Result<std::vector<BlockLocation>> HdfsFileSystem::block_locations(const std::string& path,
                                                                   std::uint64_t offset_bytes,
                                                                   std::uint64_t length_bytes) {
  pb::GetBlockLocationsRequestProto request;
  request.set_src(path);
  request.set_offset(offset_bytes);
  request.set_length(length_bytes);
  const auto answer =
      TRY(client_->namenode.call<pb::GetBlockLocationsResponseProto>("getBlockLocations", request));
  if (!answer.has_locations())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + path};
  return to_block_locations(answer.locations(), offset_bytes, length_bytes);
}

}  // namespace mammoth::hdfs
