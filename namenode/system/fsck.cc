// What fsck asks (Hadoop: NamenodeFsck.getBlockLocations and blockIdCK).
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<std::optional<FileSurvey>> Namesystem::survey_file(const Caller& caller,
                                                          const std::string& path) const {
  return read(caller, {}, [&](Operation& op) -> Result<std::optional<FileSurvey>> {
    const Result<ResolvedPath> file = tree_.get_file(op.checker, path);
    if (!file && file.error().code == ErrorCode::kFileNotFound) return std::nullopt;
    if (!file) return file.error();
    const InodePtr inode = file->last();
    FileSurvey survey{.located = locate(*inode, 0, inode->length_bytes(), caller),
                      .blocks = {},
                      .placements = {}};
    for (const LocatedFileBlock& block : survey.located.blocks) {
      survey.blocks.push_back(blocks_.survey(block.located.block.id));
      survey.placements.push_back(
          blocks_.verify_placement(block.located.locations, inode->replication));
    }
    return survey;
  });
}

std::optional<OwnedBlockSurvey> Namesystem::survey_block(BlockId id) const {
  const std::shared_lock lock(mutex_);
  auto survey = blocks_.survey(id);
  if (!survey) return std::nullopt;
  auto path = tree_.path_of(survey->owner);
  if (!path) return std::nullopt;
  return OwnedBlockSurvey{std::move(*survey), std::move(*path)};
}

std::size_t Namesystem::rack_count() const {
  const std::shared_lock lock(mutex_);
  return blocks_.rack_count();
}

}  // namespace mammoth::namenode
