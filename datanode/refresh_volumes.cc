// Another dfs.datanode.data.dir while the datanode runs (Hadoop: DataNode.refreshVolumes).
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "common/config/keys.h"
#include "datanode/datanode.h"

namespace mammoth::datanode {

namespace {

Error refused_volumes(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

std::string joined(const std::vector<StorageLocation>& locations) {
  std::string text;
  for (const StorageLocation& location : locations)
    text += (text.empty() ? "" : ",") + location.to_string();
  return text;
}

bool contains(const std::vector<StorageLocation>& locations, const std::string& path) {
  return std::ranges::find(locations, path, &StorageLocation::path) != locations.end();
}

}  // namespace

Result<std::string> Datanode::refresh_volumes(const std::string& value) {
  Configuration given;
  given.set(keys::kDfsDatanodeDataDir.name, value);
  const std::vector<StorageLocation> wanted = TRY(read_locations(given));
  if (wanted.empty()) return refused_volumes("No directory is specified.");
  if (!store_.is_open())
    return refused_volumes("this DataNode has not spoken with its NameNode yet");
  std::vector<StorageLocation> effective;
  std::vector<StorageLocation> gone;
  for (const auto& volume : store_.volumes().working()) {
    const auto found = std::ranges::find(wanted, volume->root(), &StorageLocation::path);
    if (found != wanted.end() && found->type != volume->type())
      return refused_volumes("Changing storage type is not allowed.");
    (found == wanted.end() ? gone : effective).push_back(volume->location());
  }
  std::string failures;
  for (const StorageLocation& location : wanted) {
    if (contains(effective, location.path)) continue;
    prepare_directory(location.path);
    store_.forget_failure(location.to_string());
    if (const auto added = store_.add_volume(location)) {
      effective.push_back(location);
    } else {
      failures += fmt::format("FAILED TO ADD: {}: {}\n", location.to_string(), added.error().message);
    }
  }
  if (effective.empty()) return refused_volumes(failures + "Attempt to remove all volumes.");
  for (const StorageLocation& location : gone) store_.remove_volume(location.path);
  for (const std::string& failed : store_.volumes().failures().locations)
    if (std::ranges::find(wanted, failed, &StorageLocation::to_string) == wanted.end())
      store_.forget_failure(failed);
  if (session_) session_->request_report(/*incremental=*/false);
  if (!failures.empty()) return refused_volumes(failures);
  return joined(effective);
}

}  // namespace mammoth::datanode
