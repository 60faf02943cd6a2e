// Long files in parts that are copied side by side, and then become one again (Hadoop:
// SimpleCopyListing with blocksPerChunk, CopyCommitter.concatFileChunks).
#include <fmt/format.h>

#include <algorithm>

#include "common/base/error.h"
#include "hdfs-cli/distcp/job.h"
#include "hdfs-cli/worker_pool.h"

namespace mammoth::cli::distcp {

bool Job::is_split(const PathData& source) const {
  if (options_.blocks_per_chunk <= 0 || source.is_directory()) return false;
  const std::uint64_t block = source.status->block_size_bytes;
  const std::uint64_t blocks = block == 0 ? 0 : (source.status->length_bytes + block - 1) / block;
  return blocks > static_cast<std::uint64_t>(options_.blocks_per_chunk);
}

// Asked for without sources, a file system that can do it refuses the arguments.
Result<void> Job::check_concat() const {
  if (options_.blocks_per_chunk <= 0) return {};
  const auto tried = target_.file_system->concat(target_.path, {});
  if (tried || tried.error().code != ErrorCode::kUnsupportedOperation) return {};
  return Error{ErrorCode::kUnsupportedOperation,
               "blocksperchunk is not supported since the target file system doesn't support "
               "concat."};
}

Result<std::uint64_t> Job::copy_chunks(const PathData& source, const PathData& target) {
  const std::uint64_t length = source.status->length_bytes;
  const std::uint64_t step = source.status->block_size_bytes *
                             static_cast<std::uint64_t>(options_.blocks_per_chunk);
  std::vector<Range> ranges;
  for (std::uint64_t at = 0; at < length; at += step)
    ranges.push_back({at, std::min(step, length - at)});

  std::vector<PathData> parts(ranges.size(), target);
  std::mutex mutex;
  std::optional<Error> failure;
  const auto copy_one = [&](std::size_t i) {
    {
      const std::scoped_lock lock(mutex);
      if (failure) return;
    }
    parts[i].path += fmt::format(".____distcpSplit____{}.{}", ranges[i].offset, ranges[i].length);
    parts[i].status.reset();
    const auto copied = copy_bytes(source, parts[i], Action::kOverwrite, ranges[i]);
    const std::scoped_lock lock(mutex);
    if (!copied && !failure) failure = copied.error();
    if (copied && *copied != ranges[i].length && !failure)
      failure = Error{ErrorCode::kIo, "Mismatch in length of " + parts[i].path};
  };
  {
    WorkerPool pool(static_cast<std::size_t>(options_.threads), ranges.size());
    for (std::size_t i = 0; i < ranges.size(); ++i) pool.submit([&copy_one, i] { copy_one(i); });
  }
  const auto join = [&]() -> Result<void> {
    if (failure) return *failure;
    std::vector<std::string> rest;
    for (std::size_t i = 1; i < parts.size(); ++i) rest.push_back(parts[i].path);
    TRY(target.file_system->concat(parts[0].path, rest));
    return target.file_system->rename2(parts[0].path, target.path, true);
  };
  const Result<void> joined = join();
  if (joined) return length;
  for (const PathData& part : parts)
    static_cast<void>(target.file_system->remove(part.path, false));
  return joined.error();
}

}  // namespace mammoth::cli::distcp
