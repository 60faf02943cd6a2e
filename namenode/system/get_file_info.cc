#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<std::optional<FileStatus>> Namesystem::get_file_info(const Caller& caller,
                                                            const std::string& path,
                                                            bool with_locations_too,
                                                            PathUse use) const {
  return read(caller, {.command = with_locations_too ? "open" : "getfileinfo", .source = path},
              [&](Operation& op) -> Result<std::optional<FileStatus>> {
                auto status = TRY(tree_.get_status(op.checker, path, use));
                if (!status) return std::nullopt;
                return with_locations(std::move(*status), caller, with_locations_too);
              });
}

}  // namespace mammoth::namenode
