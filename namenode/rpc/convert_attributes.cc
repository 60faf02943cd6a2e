#include "namenode/rpc/convert_attributes.h"

namespace mammoth::namenode {

XAttr to_xattr(const wire::XAttrProto& proto) {
  return {.name_space = static_cast<XAttrNamespace>(proto.namespace_()),
          .name = proto.name(),
          .value = proto.value()};
}

void to_proto(const XAttr& xattr, bool with_value, wire::XAttrProto* proto) {
  proto->set_namespace_(static_cast<wire::XAttrProto::XAttrNamespaceProto>(xattr.name_space));
  proto->set_name(xattr.name);
  if (with_value && !xattr.value.empty()) proto->set_value(xattr.value);
}

AclEntries to_acl(const google::protobuf::RepeatedPtrField<wire::AclEntryProto>& entries) {
  AclEntries acl;
  acl.reserve(static_cast<std::size_t>(entries.size()));
  for (const auto& entry : entries)
    acl.push_back({.scope = static_cast<AclEntry::Scope>(entry.scope()),
                   .type = static_cast<AclEntry::Type>(entry.type()),
                   .name = entry.name(),
                   .permission = static_cast<std::uint8_t>(entry.permissions())});
  return acl;
}

void to_proto(const AclEntry& entry, wire::AclEntryProto* proto) {
  proto->set_scope(static_cast<wire::AclEntryProto::AclEntryScopeProto>(entry.scope));
  proto->set_type(static_cast<wire::AclEntryProto::AclEntryTypeProto>(entry.type));
  proto->set_permissions(static_cast<wire::AclEntryProto::FsActionProto>(entry.permission));
  if (!entry.name.empty()) proto->set_name(entry.name);
}

}  // namespace mammoth::namenode
