// What a client's files must be once the faults are over.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "tests/sim/cluster/client_load.h"
#include "tests/sim/world/history.h"

namespace mammoth::sim {

void ClientLoad::verify(Time patience) {
  files_ = cluster_.file_system();  // a new client: the leases of the old one are nobody's
  troubled_ = true;                 // what is not there yet may come
  Time end = world_.now() + patience;
  std::size_t open_files = model_.files.size();
  for (;;) {
    const std::string wrong = first_wrong();
    if (wrong.empty()) return;
    const auto open_now = static_cast<std::size_t>(
        std::ranges::count_if(model_.files, [](const auto& file) { return !file.second.closed; }));
    // Their leases end one after the other, each a minute or more after it was asked for.
    if (open_now < open_files) end = world_.now() + patience;
    open_files = open_now;
    if (world_.now() > end) fail(wrong);
    std::this_thread::sleep_for(std::chrono::seconds(10));
  }
}

std::string ClientLoad::first_wrong() {
  const auto listed = files_->list_all(model_.root);
  if (!listed) return model_.root + " cannot be listed: " + listed.error().message;
  list();
  for (auto& [path, file] : model_.files)
    if (auto wrong = check(path, file); !wrong.empty()) return wrong;
  return check_unknown();
}

std::string ClientLoad::check(const std::string& path, ModelFile& file) {
  if (!file.closed)
    if (auto wrong = finish_abandoned(path, file); !wrong.empty()) return wrong;
  const auto status = files_->status(path);
  if (!status) return fmt::format("{} cannot be looked at: {}", path, status.error().message);
  if (status->length_bytes != file.written)
    fail(fmt::format("{} is {} bytes long and not {}", path, status->length_bytes, file.written));
  auto reader = files_->open(path);
  if (!reader) return fmt::format("{} cannot be opened: {}", path, reader.error().message);
  const std::uint64_t refused = refusals_;
  if (const auto wrong = check_bytes(path, file, **reader); !wrong.empty()) fail(wrong);
  if (refusals_ != refused) return path + " cannot be read";
  return check_replicas(path);
}

// Another client that appends makes the NameNode end the lease of the one that is gone; what it
// then finds is the file's length.
std::string ClientLoad::finish_abandoned(const std::string& path, ModelFile& file) {
  auto writer = files_->append(path);
  if (!writer) return fmt::format("{} cannot be appended to: {}", path, writer.error().message);
  const std::uint64_t length = (*writer)->position();
  if (length < file.acknowledged || length > (file.truncated ? file.acknowledged : file.written))
    fail(fmt::format("{} has {} bytes after recovery; {} were acknowledged, {} written", path,
                     length, file.acknowledged, file.written));
  if (const auto closed = (*writer)->close(); !closed) {
    files_ = cluster_.file_system();  // the lease is this client's now, and it does nothing with it
    return fmt::format("{} cannot be closed: {}", path, closed.error().message);
  }
  file.acknowledged = file.written = length;
  file.closed = true;
  file.abandoned = file.truncated = false;
  return {};
}

// Files nobody knows about are without the bytes of others, where they can be read.
std::string ClientLoad::check_unknown() {
  for (const auto& [path, file] : model_.unknown) {
    auto reader = files_->open(path);
    if (!reader) continue;
    std::vector<std::byte> bytes(10'000);
    const auto count = (*reader)->read(bytes);
    if (count && first_difference(file.id, 0, std::span(bytes).first(*count)))
      fail(path + " has bytes that nobody wrote to it");
  }
  return {};
}

std::string ClientLoad::check_replicas(const std::string& path) {
  const auto blocks = files_->block_locations(path, 0, ~0ull >> 1);
  if (!blocks) return fmt::format("{} has no locations: {}", path, blocks.error().message);
  for (const auto& block : *blocks)
    if (block.hosts.size() != cluster_.replication())
      return fmt::format("{} has {} replicas of its block at {}", path, block.hosts.size(),
                         block.offset_bytes);
  return {};
}

}  // namespace mammoth::sim
