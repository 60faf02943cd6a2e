// Extended attributes.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Hadoop: FSDirXAttrOp.checkXAttrsConfigFlag.
Result<void> check_enabled(const NamesystemOptions& options) {
  if (options.xattrs_enabled) return {};
  return Error{ErrorCode::kIo,
               "The XAttr operation has been rejected.  Support for XAttrs has been disabled by "
               "setting dfs.namenode.xattrs.enabled to false."};
}

}  // namespace

Applied<> Namesystem::set_xattr(const Caller& caller, const std::string& path, const XAttr& xattr,
                                bool has_value, XAttrFlags flags) {
  return change<void>(
      caller, {.command = "setXAttr", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot set XAttr on " + path));
        TRY(check_enabled(options_));
        TRY(tree_.set_xattr(op.checker, path, xattr, has_value, flags, op.transaction));
        note_metadata(op, path, {.metadata = MetadataKind::kXAttrs, .xattrs = {xattr}});
        commit(op);
        note_status_of(op, path);
        return {};
      });
}

Applied<> Namesystem::remove_xattr(const Caller& caller, const std::string& path,
                                   const XAttr& name) {
  return change<void>(
      caller, {.command = "removeXAttr", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot remove XAttr entry on " + path));
        TRY(check_enabled(options_));
        TRY(tree_.remove_xattr(op.checker, path, name, op.transaction));
        note_metadata(op, path,
                      {.metadata = MetadataKind::kXAttrs, .flag = true, .xattrs = {name}});
        commit(op);
        note_status_of(op, path);
        return {};
      });
}

Result<std::vector<XAttr>> Namesystem::get_xattrs(const Caller& caller, const std::string& path,
                                                  const std::vector<XAttr>& names,
                                                  std::string_view command) const {
  return read(caller, {.command = command, .source = path},
              [&](Operation& op) -> Result<std::vector<XAttr>> {
                TRY(check_enabled(options_));
                return tree_.get_xattrs(op.checker, path, names);
              });
}

}  // namespace mammoth::namenode
