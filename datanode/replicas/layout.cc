#include "datanode/replicas/layout.h"

#include <fmt/format.h>

#include <charconv>

#include "common/base/check.h"

namespace mammoth::datanode {
namespace {

constexpr std::string_view kBlockPrefix = "blk_";
constexpr std::string_view kMetaSuffix = ".meta";

std::optional<std::int64_t> parse_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return {};
  return number;
}

std::optional<std::string_view> without_prefix(std::string_view name) {
  if (!name.starts_with(kBlockPrefix)) return {};
  return name.substr(kBlockPrefix.size());
}

}  // namespace

std::string block_file_name(BlockId id) {
  return fmt::format("{}{}", kBlockPrefix, static_cast<std::int64_t>(id.value()));
}

std::string meta_file_name(BlockId id, GenerationStamp stamp) {
  return fmt::format("{}_{}{}", block_file_name(id), stamp.value(), kMetaSuffix);
}

std::optional<BlockId> parse_block_file_name(std::string_view name) {
  const auto digits = without_prefix(name);
  if (!digits) return {};
  const auto number = parse_number(*digits);
  if (!number) return {};
  return BlockId{static_cast<std::uint64_t>(*number)};
}

std::optional<MetaFileName> parse_meta_file_name(std::string_view name) {
  const auto rest = without_prefix(name);
  if (!rest || !rest->ends_with(kMetaSuffix)) return {};
  const auto both = rest->substr(0, rest->size() - kMetaSuffix.size());
  const auto separator = both.find('_');
  if (separator == std::string_view::npos) return {};
  const auto id = parse_number(both.substr(0, separator));
  const auto stamp = parse_number(both.substr(separator + 1));
  if (!id || !stamp || *stamp < 0) return {};
  return MetaFileName{BlockId{static_cast<std::uint64_t>(*id)},
                      GenerationStamp{static_cast<std::uint64_t>(*stamp)}};
}

std::string finalized_subdirectory(BlockId id) {
  return fmt::format("subdir{}/subdir{}", id.value() >> 16 & 0x1f, id.value() >> 8 & 0x1f);
}

PoolLayout::PoolLayout(std::string volume_root, std::string_view pool_id)
    : pool_(std::move(volume_root) + "/current/" + std::string(pool_id)) {}

std::string PoolLayout::directory(BlockId id, ReplicaState state) const {
  switch (state) {
    case ReplicaState::kFinalized:
      return finalized() + "/" + finalized_subdirectory(id);
    case ReplicaState::kRbw:
    case ReplicaState::kRwr:
      return rbw();
    case ReplicaState::kTemporary:
      return temporary();
    case ReplicaState::kRur:
      break;
  }
  fail_check("the files of a replica under recovery lie where its original state says",
             std::source_location::current());
}

std::string PoolLayout::block_file(BlockId id, ReplicaState state) const {
  return directory(id, state) + "/" + block_file_name(id);
}

std::string PoolLayout::meta_file(BlockId id, GenerationStamp stamp, ReplicaState state) const {
  return directory(id, state) + "/" + meta_file_name(id, stamp);
}

}  // namespace mammoth::datanode
