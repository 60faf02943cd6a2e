// What -move and -delete do to a file that has lost blocks (Hadoop: NamenodeFsck
// .copyBlocksToLostFound, deleteCorruptedFile).
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "common/base/log.h"
#include "common/hdfs/file_system.h"
#include "namenode/web/fsck/fsck.h"

namespace mammoth::namenode {

namespace {

constexpr std::size_t kBufferBytes = 1 << 20;
constexpr std::string_view kLostAndFound = "/lost+found";

Result<void> copy_range(hdfs::FileReader& reader, hdfs::FileWriter& writer, std::uint64_t offset,
                        std::uint64_t length) {
  const auto memory = std::make_unique<std::byte[]>(kBufferBytes);
  while (length > 0) {
    const std::span<std::byte> buffer(memory.get(), std::min<std::uint64_t>(length, kBufferBytes));
    const std::size_t count = TRY(reader.read_at(offset, buffer));
    if (count == 0) return Error{ErrorCode::kIo, "Could not copy block data"};
    TRY(writer.write(buffer.first(count)));
    offset += count;
    length -= count;
  }
  return {};
}

// Runs of readable blocks, each into a file with the number of the run.
Result<void> copy_chains(hdfs::FileSystem& files, const std::string& source,
                         const std::string& target, const LocatedFile& located) {
  const auto reader = TRY(files.open(source));
  std::unique_ptr<hdfs::FileWriter> writer;
  int chain = 0;
  Result<void> outcome;
  for (const LocatedFileBlock& block : located.blocks) {
    const bool readable = !block.located.locations.empty();
    if (readable && !writer)
      writer = TRY(files.create(fmt::format("{}/{}", target, chain++), hdfs::CreateOptions{}));
    Result<void> copied;
    if (readable)
      copied = copy_range(*reader, *writer, block.offset_bytes, block.located.block.length_bytes);
    if (!copied) {
      log::error("namenode", "Fsck: could not copy block blk_{} to {}: {}",
                 block.located.block.id.value(), target, copied.error().message);
      outcome = copied;
    }
    if ((!readable || !copied) && writer) {
      TRY(writer->close());
      writer.reset();
    }
  }
  if (writer) TRY(writer->close());
  return outcome;
}

}  // namespace

Result<void> Fsck::copy_to_lost_and_found(const std::string& path, const Inode& file,
                                          const FileBlocks& blocks) {
  const auto files = TRY(parts_.open_file_system(caller_));
  const std::string root(kLostAndFound);
  const auto there = TRY(parts_.system.get_file_info(caller_, root, false));
  if (there && !there->status.inode->is_directory())
    return Error{ErrorCode::kIo, "Cannot use /lost+found : a regular file with this name exists."};
  if (!there) TRY(files->mkdirs(root, 0777));
  const std::string target = root + path;
  if (TRY(parts_.system.get_file_info(caller_, target, false))) {
    log::warn("namenode",
              "Fsck: can't copy the remains of {} to lost+found, because {} already exists.", path,
              target);
    return {};
  }
  if (!TRY(files->mkdirs(target, file.mode)))
    return Error{ErrorCode::kIo, "failed to create directory " + target};
  TRY(copy_chains(*files, path, target, blocks.located));
  log::info("namenode", "Fsck: copied the remains of the corrupted file {} to /lost+found", path);
  return {};
}

void Fsck::salvage(const std::string& path, const Inode& file, const FileBlocks& blocks) {
  const Result<void> copied = copy_to_lost_and_found(path, file, blocks);
  if (copied) return;
  log::error("namenode", "copyBlocksToLostFound: error processing {}: {}", path,
             copied.error().message);
  internal_error_ = true;
}

void Fsck::remove_corrupt(const std::string& path) {
  Applied<bool> removed = parts_.system.remove(caller_, path, true);
  if (removed.sequence != 0) parts_.wait_until_durable(removed.sequence);
  if (removed.result) {
    log::info("namenode", "Fsck: deleted corrupt file {}", path);
    return;
  }
  log::error("namenode", "Fsck: error deleting corrupted file {}: {}", path,
             removed.result.error().message);
  internal_error_ = true;
}

}  // namespace mammoth::namenode
