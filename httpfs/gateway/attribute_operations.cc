#include <fmt/format.h>

#include "common/webhdfs/parameters.h"
#include "common/webhdfs/patterns.h"
#include "common/webhdfs/xattr_codec.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

// Checked by the same pattern as the NameNode's WebHDFS.
Result<std::vector<hdfs::AclEntry>> read_acl(const Call& call, bool with_permissions) {
  const webhdfs::Parameters parameters(call.given.query(), webhdfs::RefusalStyle::kDataNode);
  const auto given = parameters.acl_specification("aclspec");
  if (!given)
    return Parameters::refusal("aclspec", parameters.text("aclspec").value_or(""),
                               webhdfs::kAclPattern);
  return hdfs::parse_acl(given->value_or(""), with_permissions);
}

Result<std::optional<std::string>> read_xattr_name(const Call& call) {
  const auto name = call.given.text("xattr.name");
  if (!name) return std::optional<std::string>();
  for (const std::string_view prefix : {"user.", "trusted.", "system.", "security."})
    if (name->starts_with(prefix) && name->size() > prefix.size()) return name;
  return Parameters::refusal("xattr.name", *name, R"(^(user\.|trusted\.|system\.|security\.).+)");
}

Error no_name() {
  return own_refusal("org.apache.hadoop.HadoopIllegalArgumentException",
                     "XAttr name can not be null");
}

void write(const hdfs::StoragePolicy& policy, http::JsonWriter& json) {
  const auto list = [&](std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts) json.value(text);
    json.end_array();
  };
  json.begin_object().member("name", policy.name);
  list("creationFallbacks", policy.creation_fallbacks);
  json.member("id", policy.id);
  list("storageTypes", policy.storage_types);
  list("replicationFallbacks", policy.replication_fallbacks);
  json.member("copyOnCreateFile", false).end_object();  // as clients hear of it
}

}  // namespace

Result<void> get_acl_status(const Call& call) {
  const hdfs::AclStatus status = TRY(call.files.acl_status(call.path));
  http::JsonWriter json;
  json.begin_object().key("AclStatus").begin_object().member("owner", status.owner);
  json.member("group", status.group).member("permission", fmt::format("{:o}", status.permission));
  json.member("stickyBit", status.sticky).key("entries").begin_array();
  for (const hdfs::AclEntry& entry : status.entries) json.value(hdfs::acl_text(entry));
  call.answer_json(json.end_array().end_object().end_object());
  return {};
}

Result<void> set_acl(const Call& call) {
  const auto entries = TRY(read_acl(call, true));
  TRY(call.files.set_acl(call.path, entries));
  call.answer_nothing();
  return {};
}

Result<void> modify_acl_entries(const Call& call) {
  const auto entries = TRY(read_acl(call, true));
  TRY(call.files.modify_acl(call.path, entries));
  call.answer_nothing();
  return {};
}

Result<void> remove_acl_entries(const Call& call) {
  const auto entries = TRY(read_acl(call, false));
  TRY(call.files.remove_acl_entries(call.path, entries));
  call.answer_nothing();
  return {};
}

Result<void> remove_default_acl(const Call& call) {
  TRY(call.files.remove_default_acl(call.path));
  call.answer_nothing();
  return {};
}

Result<void> remove_acl(const Call& call) {
  TRY(call.files.remove_acl(call.path));
  call.answer_nothing();
  return {};
}

Result<void> get_xattrs(const Call& call) {
  TRY(read_xattr_name(call));
  const webhdfs::Parameters parameters(call.given.query(), webhdfs::RefusalStyle::kDataNode);
  const auto encoding = parameters.word(webhdfs::words::kEncoding);
  if (!encoding)
    return Parameters::refusal("encoding", parameters.text("encoding").value_or(""),
                               "TEXT,HEX,BASE64");
  const auto codec = static_cast<webhdfs::XAttrCodec>(encoding->value_or(0));
  http::JsonWriter json;
  json.begin_object().key("XAttrs").begin_array();
  for (const hdfs::XAttr& xattr :
       TRY(call.files.xattrs(call.path, call.given.texts("xattr.name")))) {
    json.begin_object().member("name", xattr.name);
    json.member("value", webhdfs::encode_xattr_value(xattr.value, codec)).end_object();
  }
  call.answer_json(json.end_array().end_object());
  return {};
}

// The names are JSON in a string in JSON.
Result<void> list_xattrs(const Call& call) {
  http::JsonWriter names;
  names.begin_array();
  for (const hdfs::XAttr& xattr : TRY(call.files.xattrs(call.path, {}))) names.value(xattr.name);
  names.end_array();
  http::JsonWriter json;
  call.answer_json(json.begin_object().member("XAttrNames", names.text()).end_object());
  return {};
}

Result<void> set_xattr(const Call& call) {
  const auto name = TRY(read_xattr_name(call));
  const webhdfs::Parameters parameters(call.given.query(), webhdfs::RefusalStyle::kDataNode);
  const auto flags = parameters.word_set(webhdfs::words::kXAttrFlags);
  if (!flags)
    return Parameters::refusal("flag", parameters.text("flag").value_or(""), "[CREATE, REPLACE]");
  if (!name) return no_name();
  const std::string value = call.given.text("xattr.value").value_or("");
  const hdfs::XAttr xattr{*name, TRY(webhdfs::decode_xattr_value(value))};
  TRY(call.files.set_xattr(call.path, xattr,
                           {.create = (*flags & 1) != 0, .replace = (*flags & 2) != 0}));
  call.answer_nothing();
  return {};
}

Result<void> remove_xattr(const Call& call) {
  const auto name = TRY(read_xattr_name(call));
  if (!name) return no_name();
  TRY(call.files.remove_xattr(call.path, *name));
  call.answer_nothing();
  return {};
}

Result<void> get_all_storage_policy(const Call& call) {
  http::JsonWriter json;
  json.begin_object().key("BlockStoragePolicies").begin_object();
  json.key("BlockStoragePolicy").begin_array();
  for (const hdfs::StoragePolicy& policy : TRY(call.files.storage_policies())) write(policy, json);
  call.answer_json(json.end_array().end_object().end_object());
  return {};
}

// Where nobody has chosen one it is HOT.
Result<void> get_storage_policy(const Call& call) {
  constexpr std::uint32_t kHot = 7;
  const hdfs::FileStatus status = TRY(call.files.status(call.path));
  const std::uint32_t id = status.storage_policy == 0 ? kHot : status.storage_policy;
  for (const hdfs::StoragePolicy& policy : TRY(call.files.storage_policies())) {
    if (policy.id != id) continue;
    http::JsonWriter json;
    json.begin_object().key("BlockStoragePolicy");
    write(policy, json);
    call.answer_json(json.end_object());
    return {};
  }
  return Error{ErrorCode::kIo, fmt::format("no storage policy has the id {}", id)};
}

Result<void> set_storage_policy(const Call& call) {
  TRY(call.files.set_storage_policy(call.path, call.given.text("storagepolicy").value_or("")));
  call.answer_nothing();
  return {};
}

Result<void> unset_storage_policy(const Call& call) {
  TRY(call.files.unset_storage_policy(call.path));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::httpfs::ops
