// Hadoop: FSDirConcatOp.
#include <fmt/format.h>

#include <set>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

namespace {

Error illegal(std::string message) {
  return {ErrorCode::kHadoopIllegalArgument, std::move(message)};
}

Result<void> check_names(std::string_view target, std::span<const std::string> sources) {
  const auto unsupported = [](std::string_view path) {
    return Error{ErrorCode::kIo,
                 "Concat operation doesn't support .reserved relative path : " + std::string(path)};
  };
  const auto is_reserved = [](std::string_view path) {
    return is_reserved_raw_name(path) || is_reserved_inodes_name(path);
  };
  if (target.empty()) return Error{ErrorCode::kIllegalArgument, "Target file name is empty"};
  if (sources.empty()) return Error{ErrorCode::kIllegalArgument, "No sources given"};
  if (is_reserved(target)) return unsupported(target);
  for (const auto& source : sources)
    if (is_reserved(source)) return unsupported(source);
  return {};
}

Result<void> check_is_file(const ResolvedPath& path, std::string_view name) {
  if (!path.exists())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + std::string(name)};
  if (!path.last()->is_file())
    return Error{ErrorCode::kFileNotFound, "Path is not a file: " + std::string(name)};
  return {};
}

Result<void> check_source(const ResolvedPath& source, const std::string& name,
                          const ResolvedPath& target) {
  TRY(check_is_file(source, name));
  const Inode& file = *source.last();
  const auto limit = target.last()->preferred_block_size_bytes;
  if (source.parent()->id != target.parent()->id) {
    return illegal("Source file " + name + " is not in the same directory with the target " +
                   target.path());
  }
  if (file.id == target.last()->id) {
    return illegal("concat: the src file " + name + " is the same with the target file " +
                   target.path());
  }
  if (file.under_construction || file.blocks.empty())
    return illegal("concat: source file " + name + " is invalid or empty or underConstruction");
  if (file.preferred_block_size_bytes > limit) {
    return illegal(
        fmt::format("concat: source file {} has preferred block size {} which is greater "
                    "than the target file's preferred block size {}",
                    name, file.preferred_block_size_bytes, limit));
  }
  return {};
}

}  // namespace

Result<Concatenation> DirectoryTree::concat(const PermissionChecker& checker,
                                            std::string_view target_name,
                                            std::span<const std::string> sources,
                                            Transaction& transaction) const {
  TRY(check_names(target_name, sources));
  const ResolvedPath target = TRY(resolve(&checker, target_name, PathUse::kWrite));
  TRY(check_path(checker, target, {.self = Access::kWrite}));
  TRY(check_is_file(target, target_name));
  if (target.last()->under_construction)
    return illegal(fmt::format("concat: target file {} is under construction", target_name));

  auto joined = std::make_shared<Inode>(*target.last());
  Usage change = -usage_of(*joined);
  Concatenation result{joined, {}, joined->replication};
  std::set<InodeId> seen;
  for (const std::string& name : sources) {
    const ResolvedPath source = TRY(resolve(&checker, name, PathUse::kWrite));
    TRY(check_path(checker, source, {.self = Access::kRead}));
    TRY(check_path(checker, source, {.parent = Access::kWrite}));
    TRY(check_source(source, name, target));
    const Inode& file = *source.last();
    TRY(check_concat_snapshots(source, name));
    if (!seen.insert(file.id).second) continue;
    transaction.add(EraseInode{source.locator()});
    transaction.add(EraseLocator{file.id});
    if (file.has_xattrs) transaction.add(EraseXAttrs{file.id});
    change += -usage_of(file);
    for (const Block& block : file.blocks) {
      transaction.add(PutBlockOwner{block.id, joined->id});
      joined->blocks.push_back(block);
      result.moved.push_back(block);
    }
  }
  if (seen.size() < sources.size())
    return illegal("concat: at least two of the source files are the same");

  change += usage_of(*joined);
  TRY(check_quota(table_, target, {target.depth()}, change));
  charge(target, target.depth(), change, transaction);
  joined->modification_time_ms = clock_.wall_ms();
  transaction.add(PutInode{target.locator(), joined});
  transaction.touch(target.parent()->id, joined->modification_time_ms,
                    -static_cast<std::int64_t>(sources.size()));
  return result;
}

}  // namespace mammoth::namenode
