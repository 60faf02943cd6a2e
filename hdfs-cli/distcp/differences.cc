#include "hdfs-cli/distcp/differences.h"

#include <algorithm>

namespace mammoth::cli::distcp {

namespace {

bool is_below(const std::string& path, const std::string& directory) {
  return path.size() > directory.size() + 1 && path.starts_with(directory) &&
         path[directory.size()] == '/';
}

std::string moved_along(const std::string& path, const Move& rename) {
  return *rename.to + path.substr(rename.from.size());
}

}  // namespace

Differences::Differences(std::vector<hdfs::SnapshotDifference> report, bool backwards)
    : backwards_(backwards) {
  std::vector<Change> modified;
  for (auto& difference : report) {
    if (difference.path.empty()) continue;  // the directory itself
    if (difference.label == "R")
      renames_.push_back({std::move(difference.path), std::move(difference.target)});
    else if (difference.label == "-")
      deleted_.push_back(std::move(difference.path));
    else if (difference.label == "+")
      changed_.push_back({std::move(difference.path), true});
    else
      modified.push_back({std::move(difference.path), false});
  }
  std::ranges::move(modified, std::back_inserter(changed_));
  std::ranges::sort(renames_, std::greater(), &Move::from);
}

const Move* Differences::rename_above(const std::string& path, bool itself_too,
                                      const std::vector<Move>& renames) const {
  const auto found = std::ranges::find_if(renames, [&](const Move& rename) {
    return is_below(path, rename.from) || (itself_too && path == rename.from);
  });
  return found == renames.end() ? nullptr : &*found;
}

std::vector<Move> Differences::moves() const {
  std::vector<Move> moves = renames_;
  // Backwards, what is deleted is named by the path it has in the older state, and is in the newer.
  std::vector<Move> undone;
  for (const Move& rename : renames_) undone.push_back({*rename.to, rename.from});
  std::ranges::sort(undone, std::greater(), &Move::from);
  for (const std::string& path : deleted_) {
    const Move* rename = backwards_ ? rename_above(path, false, undone) : nullptr;
    moves.push_back({rename != nullptr ? moved_along(path, *rename) : path, std::nullopt});
  }
  std::ranges::stable_sort(moves, std::greater(), &Move::from);
  return moves;
}

std::vector<Differences::Copy> Differences::copies() const {
  std::vector<Copy> copies;
  for (const Change& change : changed_) {
    const bool is_gone = !backwards_ && std::ranges::any_of(deleted_, [&](const auto& deleted) {
      return is_below(change.path, deleted) || (!change.is_new && change.path == deleted);
    });
    if (is_gone) continue;
    Copy copy{.path = change.path, .with_contents = change.is_new};
    if (!backwards_)
      if (const Move* rename = rename_above(change.path, !change.is_new, renames_))
        copy.path = moved_along(change.path, *rename);
    if (change.is_new)
      for (const Move& rename : renames_)
        if (is_below(*rename.to, change.path)) copy.but_not.insert(*rename.to);
    copies.push_back(std::move(copy));
  }
  return copies;
}

}  // namespace mammoth::cli::distcp
