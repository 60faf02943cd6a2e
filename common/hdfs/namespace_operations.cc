#include <fmt/format.h>

#include "common/hdfs/convert.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/lookup.pb.h"
#include "common/protocol/hdfs/client_namenode/namespace.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

Error file_not_found(const std::string& path) {
  return {ErrorCode::kFileNotFound, "File does not exist: " + path};
}

template <class Request, class Response>
Result<FileStatus> ask_status(NamenodeProxy& namenode, std::string_view method,
                              const std::string& path) {
  Request request;
  request.set_src(path);
  const Response response = TRY(namenode.call<Response>(method, request));
  if (!response.has_fs()) return file_not_found(path);
  return to_file_status(response.fs(), path);
}

}  // namespace

Result<FileStatus> HdfsFileSystem::status(const std::string& path) {
  return ask_status<pb::GetFileInfoRequestProto, pb::GetFileInfoResponseProto>(client_->namenode,
                                                                               "getFileInfo", path);
}

Result<FileStatus> HdfsFileSystem::link_status(const std::string& path) {
  return ask_status<pb::GetFileLinkInfoRequestProto, pb::GetFileLinkInfoResponseProto>(
      client_->namenode, "getFileLinkInfo", path);
}

Result<std::string> HdfsFileSystem::link_target(const std::string& path) {
  pb::GetLinkTargetRequestProto request;
  request.set_path(path);
  const auto answer =
      TRY(client_->namenode.call<pb::GetLinkTargetResponseProto>("getLinkTarget", request));
  if (!answer.has_targetpath()) return file_not_found(path);
  return answer.targetpath();
}

Result<void> HdfsFileSystem::list(const std::string& path,
                                  const std::function<bool(const FileStatus&)>& each) {
  pb::GetListingRequestProto request;
  request.set_src(path);
  request.set_startafter("");
  request.set_needlocation(false);
  for (bool first = true;; first = false) {
    const auto response =
        TRY(client_->namenode.call<pb::GetListingResponseProto>("getListing", request));
    if (!response.has_dirlist()) {
      // gone between two pages: what was listed stands, as in Hadoop's iterator
      if (!first) return {};
      return file_not_found(path);
    }
    const auto& page = response.dirlist();
    for (const auto& entry : page.partiallisting())
      if (!each(to_file_status(entry, path))) return {};
    if (page.remainingentries() == 0 || page.partiallisting().empty()) return {};
    request.set_startafter(page.partiallisting(page.partiallisting_size() - 1).path());
  }
}

Result<bool> HdfsFileSystem::make_directories(const std::string& path, std::uint16_t permission,
                                              bool create_parent) {
  pb::MkdirsRequestProto request;
  request.set_src(path);
  request.mutable_masked()->set_perm(permission & ~client_->settings.umask);
  request.mutable_unmasked()->set_perm(permission);
  request.set_createparent(create_parent);
  return TRY(client_->namenode.call<pb::MkdirsResponseProto>("mkdirs", request)).result();
}

Result<bool> HdfsFileSystem::mkdirs(const std::string& path, std::uint16_t permission) {
  return make_directories(path, permission, true);
}

Result<bool> HdfsFileSystem::mkdir(const std::string& path, std::uint16_t permission) {
  return make_directories(path, permission, false);
}

Result<bool> HdfsFileSystem::rename(const std::string& source, const std::string& target) {
  pb::RenameRequestProto request;
  request.set_src(source);
  request.set_dst(target);
  return TRY(client_->namenode.call<pb::RenameResponseProto>("rename", request)).result();
}

Result<void> HdfsFileSystem::rename2(const std::string& source, const std::string& target,
                                     bool overwrite) {
  pb::Rename2RequestProto request;
  request.set_src(source);
  request.set_dst(target);
  request.set_overwritedest(overwrite);
  TRY(client_->namenode.call<pb::Rename2ResponseProto>("rename2", request));
  return {};
}

Result<bool> HdfsFileSystem::remove(const std::string& path, bool recursive) {
  pb::DeleteRequestProto request;
  request.set_src(path);
  request.set_recursive(recursive);
  return TRY(client_->namenode.call<pb::DeleteResponseProto>("delete", request)).result();
}

}  // namespace mammoth::hdfs
