// Where replicas go, file by file or for whole directories.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "namenode/blocks/block_text.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

std::string types_text(const std::vector<StorageType>& types) {
  std::vector<std::string_view> names;
  for (const StorageType type : types) names.push_back(storage_type_name(type));
  return fmt::format("[{}]", fmt::join(names, ", "));
}

// Hadoop: BlockStoragePolicy.toString.
std::string policy_text(const StoragePolicy& policy) {
  return fmt::format(
      "BlockStoragePolicy{{{}:{}, storageTypes={}, creationFallbacks={}, replicationFallbacks={}}}",
      policy.name, policy.id, types_text(policy.storage_types),
      types_text(policy.creation_fallbacks), types_text(policy.replication_fallbacks));
}

// A file that is born with a policy of the memory keeps it, and no other file gets one.
Result<void> check_file(const Inode& file, const StoragePolicy* next) {
  if (next != nullptr && next->copy_on_create_file)
    return Error{ErrorCode::kHadoopIllegalArgument,
                 "Policy " + policy_text(*next) + " cannot be set after file creation."};
  if (file.storage_policy == kUnspecifiedPolicy) return {};
  const StoragePolicy& current = storage_policy(file.storage_policy);
  if (!current.copy_on_create_file) return {};
  return Error{
      ErrorCode::kHadoopIllegalArgument,
      fmt::format("Existing policy {} cannot be changed after file creation.", current.name)};
}

}  // namespace

Applied<> Namesystem::set_storage_policy(const Caller& caller, const std::string& path,
                                         const std::string& name) {
  return change<void>(
      caller, {.command = "setStoragePolicy", .source = path}, [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot set storage policy for " + path));
        const StoragePolicy* policy = nullptr;
        for (const StoragePolicy& known : storage_policies())
          if (known.name == name) policy = &known;
        if (policy == nullptr) {
          return Error{ErrorCode::kHadoopIllegalArgument,
                       "Cannot find a block policy with the name " + name};
        }
        TRY(tree_.set_storage_policy(op.checker, path, policy->id, op.transaction));
        const ResolvedPath target = TRY(tree_.resolve(nullptr, path, PathUse::kWrite));
        if (target.last()->is_file()) TRY(check_file(*target.last(), policy));
        commit(op);
        note_status(op, target.last());
        return {};
      });
}

Applied<> Namesystem::unset_storage_policy(const Caller& caller, const std::string& path) {
  return change<void>(
      caller, {.command = "unsetStoragePolicy", .source = path},
      [&](Operation& op) -> Result<void> {
        TRY(refuse_in_safe_mode("Cannot unset storage policy for " + path));
        TRY(tree_.set_storage_policy(op.checker, path, kUnspecifiedPolicy, op.transaction));
        const ResolvedPath target = TRY(tree_.resolve(nullptr, path, PathUse::kWrite));
        if (target.last()->is_file()) TRY(check_file(*target.last(), nullptr));
        commit(op);
        note_status(op, target.last());
        return {};
      });
}

Result<void> Namesystem::satisfy_storage_policy(const Caller& caller,
                                                const std::string& path) const {
  return read(caller, {.command = "satisfyStoragePolicy", .source = path},
              [&](Operation&) -> Result<void> {
                return Error{ErrorCode::kRemote,
                             "Cannot request to satisfy storage policy when storage policy "
                             "satisfier feature has been disabled by admin. Seek for an admin help "
                             "to enable it or use Mover tool.",
                             "org.apache.hadoop.hdfs.server.namenode.UnsupportedActionException"};
              });
}

}  // namespace mammoth::namenode
