// Calls of ClientProtocol for test programs, without a retry: each answer is the NameNode's first word.
#pragma once

#include <string>
#include <utility>

#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "common/protocol/hdfs/client_namenode/lookup.pb.h"
#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "common/rpc/client.h"

namespace mammoth {

// One connection; used on its executor only.
class NamenodeCaller {
 public:
  NamenodeCaller(const asio::any_io_executor& executor, HostPort namenode, std::string user)
      : client_(executor, options()), proxy_(client_, target(std::move(namenode), std::move(user))) {}

  Task<Result<hadoop::hdfs::GetFileInfoResponseProto>> get_file_info(std::string path) {
    hadoop::hdfs::GetFileInfoRequestProto request;
    request.set_src(std::move(path));
    co_return co_await proxy_.call<hadoop::hdfs::GetFileInfoResponseProto>("getFileInfo", request);
  }

  Task<Result<hadoop::hdfs::GetBlockLocationsResponseProto>> get_block_locations(std::string path) {
    hadoop::hdfs::GetBlockLocationsRequestProto request;
    request.set_src(std::move(path));
    request.set_offset(0);
    request.set_length(1 << 20);
    co_return co_await proxy_.call<hadoop::hdfs::GetBlockLocationsResponseProto>("getBlockLocations",
                                                                                 request);
  }

  Task<Result<hadoop::hdfs::GetListingResponseProto>> get_listing(std::string path,
                                                                  std::string start_after) {
    hadoop::hdfs::GetListingRequestProto request;
    request.set_src(std::move(path));
    request.set_startafter(std::move(start_after));
    request.set_needlocation(false);
    co_return co_await proxy_.call<hadoop::hdfs::GetListingResponseProto>("getListing", request);
  }

  // Missing parents are made too.
  Task<Result<bool>> mkdirs(std::string path) {
    hadoop::hdfs::MkdirsRequestProto request;
    request.set_src(std::move(path));
    request.mutable_masked()->set_perm(0755);
    request.set_createparent(true);
    co_return CO_TRY(co_await proxy_.call<hadoop::hdfs::MkdirsResponseProto>("mkdirs", request)).result();
  }

  // Makes missing parents, fails if the file exists, leaves it open.
  Task<Result<bool>> create(std::string path) {
    hadoop::hdfs::CreateRequestProto request;
    request.set_src(std::move(path));
    request.mutable_masked()->set_perm(0644);
    request.set_clientname(kHolder);
    request.set_createflag(hadoop::hdfs::CREATE);
    request.set_createparent(true);
    request.set_replication(1);
    request.set_blocksize(128 << 20);
    CO_TRY(co_await proxy_.call<hadoop::hdfs::CreateResponseProto>("create", request));
    co_return true;
  }

  Task<Result<bool>> complete(std::string path) {
    hadoop::hdfs::CompleteRequestProto request;
    request.set_src(std::move(path));
    request.set_clientname(kHolder);
    co_return CO_TRY(co_await proxy_.call<hadoop::hdfs::CompleteResponseProto>("complete", request)).result();
  }

  Task<Result<bool>> rename(std::string source, std::string target) {
    hadoop::hdfs::RenameRequestProto request;
    request.set_src(std::move(source));
    request.set_dst(std::move(target));
    co_return CO_TRY(co_await proxy_.call<hadoop::hdfs::RenameResponseProto>("rename", request)).result();
  }

  Task<Result<bool>> remove(std::string path) {
    hadoop::hdfs::DeleteRequestProto request;
    request.set_src(std::move(path));
    request.set_recursive(true);
    co_return CO_TRY(co_await proxy_.call<hadoop::hdfs::DeleteResponseProto>("delete", request)).result();
  }

  Task<Result<bool>> create_snapshot(std::string directory, std::string name) {
    hadoop::hdfs::CreateSnapshotRequestProto request;
    request.set_snapshotroot(std::move(directory));
    request.set_snapshotname(std::move(name));
    CO_TRY(co_await proxy_.call<hadoop::hdfs::CreateSnapshotResponseProto>("createSnapshot", request));
    co_return true;
  }

  Task<Result<bool>> delete_snapshot(std::string directory, std::string name) {
    hadoop::hdfs::DeleteSnapshotRequestProto request;
    request.set_snapshotroot(std::move(directory));
    request.set_snapshotname(std::move(name));
    CO_TRY(co_await proxy_.call<hadoop::hdfs::DeleteSnapshotResponseProto>("deleteSnapshot", request));
    co_return true;
  }

 private:
  static constexpr const char* kHolder = "DFSClient_NONMAPREDUCE_load_1";

  static rpc::ClientOptions options() {
    rpc::ClientOptions options;
    options.retry.max_attempts = 1;
    return options;
  }

  static rpc::Target target(HostPort namenode, std::string user) {
    rpc::Target target;
    target.addresses.push_back(std::move(namenode));
    target.protocol = "org.apache.hadoop.hdfs.protocol.ClientProtocol";
    target.user = std::move(user);
    return target;
  }

  rpc::Client client_;
  rpc::Proxy proxy_;
};

}  // namespace mammoth
