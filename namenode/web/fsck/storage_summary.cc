#include "namenode/web/fsck/storage_summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "namenode/blocks/block_text.h"

namespace mammoth::namenode {

namespace {

// Hadoop's order of the types, which is that of its declaration.
int rank(StorageType type) {
  switch (type) {
    case StorageType::kRamDisk:
      return 0;
    case StorageType::kSsd:
      return 1;
    case StorageType::kDisk:
      return 2;
    case StorageType::kArchive:
      return 3;
    case StorageType::kProvided:
      return 4;
    case StorageType::kNvdimm:
      return 5;
  }
  return 6;
}

void order(std::vector<StorageType>& types) {
  std::ranges::sort(types, {}, rank);
}

// The policy whose types these are, the last of which may repeat.
const StoragePolicy* matching(const std::vector<StorageType>& types) {
  for (const StoragePolicy& policy : storage_policies()) {
    std::vector<StorageType> wanted = policy.storage_types;
    order(wanted);
    if (wanted.empty() || wanted.size() > types.size()) continue;
    if (!std::ranges::equal(wanted, std::span(types).first(wanted.size()))) continue;
    if (std::all_of(types.begin() + static_cast<std::ptrdiff_t>(wanted.size()), types.end(),
                    [&](StorageType type) { return type == wanted.back(); }))
      return &policy;
  }
  return nullptr;
}

// "DISK:3(HOT)"
std::string descriptor(const std::vector<StorageType>& types, const StoragePolicy* actual) {
  std::string text;
  for (std::size_t i = 0; i < types.size();) {
    std::size_t end = i;
    while (end < types.size() && types[end] == types[i]) ++end;
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", storage_type_name(types[i]), end - i);
    i = end;
  }
  return actual == nullptr ? text : fmt::format("{}({})", text, actual->name);
}

// "33.3333%"
std::string percentage(std::uint64_t part, std::uint64_t whole) {
  return fmt::format("{:.4f}%", static_cast<double>(part) / static_cast<double>(whole) * 100);
}

}  // namespace

void StorageSummary::add(std::vector<StorageType> types, const StoragePolicy& policy) {
  order(types);
  ++counts_[{std::move(types), &policy}];
  ++blocks_;
}

std::string StorageSummary::text() const {
  std::vector<std::pair<Combination, std::uint64_t>> rows(counts_.begin(), counts_.end());
  std::ranges::stable_sort(rows, std::ranges::greater(), &decltype(rows)::value_type::second);
  std::string good =
      "\nBlocks satisfying the specified storage policy:"
      "\nStorage Policy                  # of blocks       % of blocks\n";
  std::string bad;
  for (const auto& [combination, count] : rows) {
    const StoragePolicy* actual = matching(combination.types);
    const std::string what = descriptor(combination.types, actual);
    const std::string part = percentage(count, blocks_);
    if (actual == combination.specified)
      good += fmt::format("{:<25} {:>10}  {:>20}\n", what, count, part);
    else
      bad += fmt::format("{:<35} {:<20} {:>10}  {:>20}\n", what, combination.specified->name, count,
                         part);
  }
  if (bad.empty()) return good + "\nAll blocks satisfy specified storage policy.\n";
  return good +
         "\nBlocks NOT satisfying the specified storage policy:\nStorage Policy                  "
         "Specified Storage Policy      # of blocks       % of blocks\n" +
         bad;
}

}  // namespace mammoth::namenode
