#include "mapreduce/api/combine_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kMaxSize = "mapreduce.input.fileinputformat.split.maxsize";
constexpr std::string_view kMinNode = "mapreduce.input.fileinputformat.split.minsize.per.node";
constexpr std::string_view kMinRack = "mapreduce.input.fileinputformat.split.minsize.per.rack";
constexpr std::uint32_t kMaxParts = 10'000'000;

struct CombineSizes {
  std::uint64_t most = 0;
  std::uint64_t least_node = 0;
};

CombineSizes combine_sizes(const Configuration& configuration) {
  const std::int64_t most = configuration.getLong(kMaxSize, 0);
  const std::int64_t node = configuration.getLong(kMinNode, 0);
  const std::int64_t rack = configuration.getLong(kMinRack, 0);
  if (node != 0 && most != 0 && node > most)
    throw IOException(fmt::format(
        "Minimum split size pernode {} cannot be larger than maximum split size {}", node, most));
  if (rack != 0 && most != 0 && rack > most)
    throw IOException(fmt::format(
        "Minimum split size per rack {} cannot be larger than maximum split size {}", rack, most));
  if (rack != 0 && node > rack)
    throw IOException(fmt::format(
        "Minimum split size per node {} cannot be larger than minimum split size per rack {}", node,
        rack));
  return {static_cast<std::uint64_t>(std::max<std::int64_t>(most, 0)),
          static_cast<std::uint64_t>(std::max<std::int64_t>(node, 0))};
}

// Blocks, those beyond the limit cut into pieces of it; never a last one of less than a half.
void add_parts(const engine::Files& files, const FileStatus& file, bool is_splitable,
               std::uint64_t most, std::vector<FileSplit>& parts) {
  if (file.is_directory) throw IOException("Not a file: " + file.path);
  if (file.length == 0) return;
  const engine::Files::Place place = files.at(file.path);
  const auto blocks =
      engine::orRaise(place.file_system->block_locations(place.path, 0, file.length));
  if (!is_splitable || blocks.empty()) {
    parts.emplace_back(file.path, 0, file.length,
                       blocks.empty() ? std::vector<std::string>() : blocks.front().hosts);
    return;
  }
  for (const hdfs::BlockLocation& block : blocks) {
    std::uint64_t offset = block.offset_bytes;
    std::uint64_t left = block.length_bytes;
    while (left > 0) {
      std::uint64_t size = left;
      if (most != 0 && left > most) size = left < 2 * most ? left / 2 : most;
      parts.emplace_back(file.path, offset, size, block.hosts);
      offset += size;
      left -= size;
    }
  }
}

// Fills one split after the other.
class Packer {
 public:
  Packer(std::uint64_t most, InputFormatBase::Splits& splits) : most_(most), splits_(splits) {}

  void add(const FileSplit& part, const std::vector<std::string>& hosts) {
    parts_.push_back(part);
    size_ += part.getLength();
    if (most_ != 0 && size_ >= most_) flush(hosts);
  }
  void flush(const std::vector<std::string>& hosts) {
    if (!parts_.empty())
      splits_.push_back(std::make_unique<CombineFileSplit>(std::move(parts_), hosts));
    parts_.clear();
    size_ = 0;
  }
  std::vector<FileSplit> takeRest() {
    size_ = 0;
    return std::exchange(parts_, {});
  }
  std::uint64_t size() const { return size_; }

 private:
  const std::uint64_t most_;
  InputFormatBase::Splits& splits_;
  std::vector<FileSplit> parts_;
  std::uint64_t size_ = 0;
};

}  // namespace

std::uint64_t CombineFileSplit::getLength() const {
  std::uint64_t length = 0;
  for (const FileSplit& part : parts_) length += part.getLength();
  return length;
}

std::string CombineFileSplit::toString() const {
  std::string text = "Paths:";
  for (std::size_t i = 0; i < parts_.size(); ++i)
    text += fmt::format("{}{}:{}+{}", i == 0 ? "" : ",", parts_[i].getPath(), parts_[i].getStart(),
                        parts_[i].getLength());
  return text;
}

std::string CombineFileSplit::className() const {
  return "org.apache.hadoop.mapreduce.lib.input.CombineFileSplit";
}

std::string CombineFileSplit::serialize() const {
  std::string out;
  const auto count = static_cast<std::uint32_t>(parts_.size());
  appendFixed(getLength(), out);
  appendFixed(count, out);
  for (const FileSplit& part : parts_) appendFixed(part.getStart(), out);
  appendFixed(count, out);
  for (const FileSplit& part : parts_) appendFixed(part.getLength(), out);
  appendFixed(count, out);
  for (const FileSplit& part : parts_) Text(part.getPath()).write(out);
  return out;
}

std::unique_ptr<CombineFileSplit> CombineFileSplit::deserialize(std::string_view bytes) {
  takeFixed<std::uint64_t>(bytes);
  const auto numbers = [&] {
    const auto count = takeFixed<std::uint32_t>(bytes);
    if (count > kMaxParts || count > bytes.size() / 8) throwShort();
    std::vector<std::uint64_t> all(count);
    for (std::uint64_t& number : all) number = takeFixed<std::uint64_t>(bytes);
    return all;
  };
  const std::vector<std::uint64_t> starts = numbers();
  const std::vector<std::uint64_t> lengths = numbers();
  const auto count = takeFixed<std::uint32_t>(bytes);
  if (count != starts.size() || count != lengths.size())
    throw IOException("a combined split whose lists differ in length");
  std::vector<FileSplit> parts;
  for (std::size_t i = 0; i < count; ++i) {
    Text path;
    path.readFields(bytes);
    parts.emplace_back(path.toString(), starts[i], lengths[i], std::vector<std::string>());
  }
  return std::make_unique<CombineFileSplit>(std::move(parts));
}

const CombineFileSplit& engine::combineSplitOf(const InputSplit& split) {
  const auto* combined = dynamic_cast<const CombineFileSplit*>(&split);
  if (combined == nullptr) throw IOException("no combined split: " + split.toString());
  return *combined;
}

InputFormatBase::Splits engine::combinedSplits(const JobContext& context,
                                               const std::vector<FileStatus>& files,
                                               bool (*splitable)(const std::string& path)) {
  const CombineSizes sizes = combine_sizes(context.getConfiguration());
  const Files opened(context.getConfiguration());
  std::vector<FileSplit> parts;
  for (const FileStatus& file : files)
    add_parts(opened, file, splitable(file.path), sizes.most, parts);

  InputFormatBase::Splits splits;
  Packer packer(sizes.most, splits);
  std::vector<FileSplit> rest;
  if (sizes.most == 0 && sizes.least_node == 0) {
    rest = std::move(parts);
  } else {
    // Each part goes to the first of its hosts.
    std::map<std::string, std::vector<FileSplit>> by_host;
    for (const FileSplit& part : parts) {
      const std::vector<std::string> hosts = part.getLocations();
      if (hosts.empty())
        rest.push_back(part);
      else
        by_host[hosts.front()].push_back(part);
    }
    for (const auto& [host, local] : by_host) {
      for (const FileSplit& part : local) packer.add(part, {host});
      if (sizes.least_node != 0 && packer.size() >= sizes.least_node) packer.flush({host});
      for (FileSplit& part : packer.takeRest()) rest.push_back(std::move(part));
    }
  }
  for (const FileSplit& part : rest) packer.add(part, part.getLocations());
  packer.flush(rest.empty() ? std::vector<std::string>() : rest.back().getLocations());
  return splits;
}

}  // namespace mammoth::mapreduce
