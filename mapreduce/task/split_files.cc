#include "mapreduce/task/split_files.h"

#include <algorithm>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/io/text.h"
#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce::engine {

namespace {

constexpr std::string_view kSplitMagic = "SPL";
constexpr std::string_view kMetaMagic = "META-SPL";
constexpr int kSplitVersion = 1;

[[noreturn]] void refuse_splits(const std::string& why) {
  throw IOException("Invalid split files: " + why);
}

struct SplitMeta {
  std::vector<std::string> hosts;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

std::vector<SplitMeta> decode_metadata(std::string_view in) {
  if (!in.starts_with(kMetaMagic)) refuse_splits("Invalid header on split file");
  in.remove_prefix(kMetaMagic.size());
  if (takeVInt(in) != kSplitVersion) refuse_splits("Unsupported split version");
  const std::int32_t count = takeVInt(in);
  // Each takes three bytes or more, so what follows bounds their number.
  if (count < 0 || static_cast<std::size_t>(count) > in.size()) refuse_splits("implausible count");
  std::vector<SplitMeta> all;
  for (std::int32_t i = 0; i < count; ++i) {
    SplitMeta meta;
    for (std::int32_t hosts = takeVInt(in); hosts > 0; --hosts) {
      Text host;
      host.readFields(in);
      meta.hosts.push_back(host.toString());
    }
    meta.offset = static_cast<std::uint64_t>(takeVLong(in));
    meta.length = static_cast<std::uint64_t>(takeVLong(in));
    all.push_back(std::move(meta));
  }
  return all;
}

}  // namespace

SplitFiles encodeSplits(const std::vector<PlannedSplit>& splits, std::size_t max_hosts) {
  SplitFiles files{std::string(kSplitMagic), std::string(kMetaMagic)};
  appendFixed(std::int32_t{kSplitVersion}, files.splits);
  appendVLong(kSplitVersion, files.metadata);
  appendVLong(static_cast<std::int64_t>(splits.size()), files.metadata);
  for (const PlannedSplit& planned : splits) {
    const std::size_t hosts = std::min(planned.hosts.size(), max_hosts);
    appendVLong(static_cast<std::int64_t>(hosts), files.metadata);
    for (std::size_t i = 0; i < hosts; ++i) Text(planned.hosts[i]).write(files.metadata);
    appendVLong(static_cast<std::int64_t>(files.splits.size()), files.metadata);
    appendVLong(static_cast<std::int64_t>(planned.length), files.metadata);
    Text(planned.split.class_name).write(files.splits);
    files.splits += planned.split.bytes;
  }
  return files;
}

std::vector<PlannedSplit> decodeSplits(std::string_view splits, std::string_view metadata) {
  try {
    if (!splits.starts_with(kSplitMagic)) refuse_splits("Invalid header on split file");
    const std::vector<SplitMeta> all = decode_metadata(metadata);
    std::vector<PlannedSplit> planned;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::uint64_t begin = all[i].offset;
      const std::uint64_t end = i + 1 < all.size() ? all[i + 1].offset : splits.size();
      if (begin > end || end > splits.size()) refuse_splits("an offset is beyond the end");
      std::string_view in = splits.substr(begin, end - begin);
      Text class_name;
      class_name.readFields(in);
      planned.push_back({{class_name.toString(), std::string(in)}, all[i].hosts, all[i].length});
    }
    return planned;
  } catch (const Exception&) {
    throw;
  } catch (const std::runtime_error& failure) {
    refuse_splits(failure.what());
  }
}

}  // namespace mammoth::mapreduce::engine
