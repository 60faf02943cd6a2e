#include <algorithm>
#include <array>

#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

struct NamedType {
  std::string_view name;
  std::optional<QuotaType> type;  // nothing: it can have no quota
};
constexpr std::array<NamedType, 6> kTypes{{{"RAM_DISK", std::nullopt},
                                           {"SSD", QuotaType::kSsd},
                                           {"DISK", QuotaType::kDisk},
                                           {"ARCHIVE", QuotaType::kArchive},
                                           {"PROVIDED", QuotaType::kProvided},
                                           {"NVDIMM", QuotaType::kNvdimm}}};

}  // namespace

Result<void> set_quota_by_storage_type(const WebOperation& call) {
  std::string type = TRY(call.parameters.required_text("storagetype", call.name));
  for (char& c : type) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto* found = std::ranges::find(kTypes, type, &NamedType::name);
  if (found == kTypes.end())
    return Error{ErrorCode::kIllegalArgument,
                 "No enum constant org.apache.hadoop.fs.StorageType." + type};
  if (!found->type)
    return Error{ErrorCode::kIllegalArgument, "Don't support Quota for storage type : " + type};
  const auto space = TRY(call.parameters.number(webhdfs::numbers::kStorageSpaceQuota))
                         .value_or(webhdfs::numbers::kLongMax);
  TRY(call.durable(call.system().set_quota(call.caller, call.path,
                                           {.space_bytes = space, .type = found->type})));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
