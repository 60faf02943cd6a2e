#include <algorithm>
#include <array>
#include <cctype>

#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/xattrs.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

// In the order of the protocol's numbers.
constexpr std::array<std::string_view, 5> kNamespaces = {"user", "trusted", "security", "system",
                                                         "raw"};
constexpr std::size_t kShortestNamespace = 3;

// Hadoop: XAttrHelper.buildXAttr.
Result<void> set_name(const std::string& name, pb::XAttrProto* proto) {
  const Error no_namespace{ErrorCode::kIllegalArgument,
                           "An XAttr name must be prefixed with user/trusted/security/system/raw, "
                           "followed by a '.'"};
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos || dot < kShortestNamespace) return no_namespace;
  if (dot + 1 == name.size())
    return Error{ErrorCode::kIllegalArgument, "XAttr name cannot be empty."};
  std::string prefix = name.substr(0, dot);
  std::ranges::transform(prefix, prefix.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = std::ranges::find(kNamespaces, prefix);
  if (found == kNamespaces.end()) return no_namespace;
  proto->set_namespace_(
      static_cast<pb::XAttrProto::XAttrNamespaceProto>(found - kNamespaces.begin()));
  proto->set_name(name.substr(dot + 1));
  return {};
}

}  // namespace

Result<void> HdfsFileSystem::set_xattr(const std::string& path, const XAttr& xattr,
                                       XAttrFlags flags) {
  pb::SetXAttrRequestProto request;
  request.set_src(path);
  TRY(set_name(xattr.name, request.mutable_xattr()));
  if (!xattr.value.empty()) request.mutable_xattr()->set_value(xattr.value);
  request.set_flag((flags.create ? pb::XATTR_CREATE : 0) | (flags.replace ? pb::XATTR_REPLACE : 0));
  TRY(client_->namenode.call<pb::SetXAttrResponseProto>("setXAttr", request));
  return {};
}

Result<std::vector<XAttr>> HdfsFileSystem::xattrs(const std::string& path,
                                                  const std::vector<std::string>& names) {
  pb::GetXAttrsRequestProto request;
  request.set_src(path);
  for (const std::string& name : names) TRY(set_name(name, request.add_xattrs()));
  const auto answer = TRY(client_->namenode.call<pb::GetXAttrsResponseProto>("getXAttrs", request));
  std::vector<XAttr> xattrs;
  for (const auto& xattr : answer.xattrs()) {
    const std::string_view prefix = kNamespaces[static_cast<std::size_t>(xattr.namespace_())];
    xattrs.push_back({std::string(prefix) + "." + xattr.name(), xattr.value()});
  }
  return xattrs;
}

Result<void> HdfsFileSystem::remove_xattr(const std::string& path, const std::string& name) {
  pb::RemoveXAttrRequestProto request;
  request.set_src(path);
  TRY(set_name(name, request.mutable_xattr()));
  TRY(client_->namenode.call<pb::RemoveXAttrResponseProto>("removeXAttr", request));
  return {};
}

}  // namespace mammoth::hdfs
