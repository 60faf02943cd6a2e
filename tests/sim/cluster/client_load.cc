#include "tests/sim/cluster/client_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "tests/sim/world/history.h"

namespace mammoth::sim {
namespace {

constexpr std::size_t kMostFiles = 30;
constexpr std::uint64_t kMostBytes = 200'000;
constexpr std::uint64_t kMostAtOnce = 40'000;

// Refusals of a file of one's own that no fault explains.
bool contradicts(const Error& error) {
  switch (error.code) {
    case ErrorCode::kFileNotFound:
    case ErrorCode::kFileAlreadyExists:
    case ErrorCode::kAccessDenied:
    case ErrorCode::kParentNotDirectory:
    case ErrorCode::kPathIsNotEmptyDirectory:
    case ErrorCode::kInvalidPath:
    case ErrorCode::kChecksum:
      return true;
    default:
      return false;
  }
}

}  // namespace

ClientLoad::ClientLoad(World& world, Cluster& cluster, std::size_t index)
    : world_(world), cluster_(cluster), files_(cluster.file_system()) {
  model_.root = fmt::format("/client{}", index + 1);
}

template <class T>
bool ClientLoad::done(const char* operation, const std::string& path, const Result<T>& result) {
  ++operations_;
  // Past the log, which looks at the clock: the history is the same with and without.
  std::fprintf(stderr, "%.3f s: %s %s: %s\n", static_cast<double>(world_.now()) / kSecond,
               operation, path.c_str(), result ? "good" : result.error().message.c_str());
  if (result) return true;
  ++refusals_;
  if (!troubled_ || contradicts(result.error()))
    fail(fmt::format("{} {}: {}", operation, path, result.error().message));
  return false;
}

void ClientLoad::begin() {
  for (;;) {
    if (files_->mkdirs(model_.root, 0755)) return;
    require(world_.now() < 600 * kSecond, "the cluster does not start");
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

void ClientLoad::step(bool troubled) {
  troubled_ = troubled;
  if (model_.files.size() >= kMostFiles) return remove();
  switch (world_.random(11)) {
    case 0:
    case 1:
    case 2:
      return make();
    case 3:
    case 4:
      return append();
    case 5:
      return rename();
    case 6:
      return remove();
    case 7:
      return list();
    case 8:
      return truncate();
    default:
      return read();
  }
}

void ClientLoad::make() {
  const std::string path = model_.new_path();
  const std::uint64_t id = model_.next_id++;
  auto writer = files_->create(path, {});
  if (!done("create", path, writer)) {
    model_.unknown[path] = {.id = id};
    return;
  }
  model_.files[path] = {.id = id};
  write(path, std::move(*writer));
}

std::string ClientLoad::pick_closed() {
  return model_.pick(world_.dice(), [](const ModelFile& file) { return file.closed; });
}

void ClientLoad::append() {
  const std::string path = pick_closed();
  if (path.empty() || model_.files[path].written > kMostBytes) return;
  ModelFile& file = model_.files[path];
  auto writer = files_->append(path);
  file.closed = false;
  file.namenode = cluster_.namenode().incarnation;
  if (done("append", path, writer)) return write(path, std::move(*writer));
  file.abandoned = true;
}

// Whatever happens, what was acknowledged before stays.
void ClientLoad::write(const std::string& path, std::unique_ptr<hdfs::FileWriter> writer) {
  ModelFile& file = model_.files.at(path);
  file.abandoned = true;  // until it is closed
  const std::uint64_t count = world_.random(6);
  for (std::uint64_t i = 0; i < count; ++i) {
    std::vector<std::byte> bytes(1 + world_.random(kMostAtOnce));
    make_bytes(file.id, file.written, bytes);
    file.written += bytes.size();
    if (!done("write", path, writer->write(bytes))) return;
    if (world_.chance(0.5)) continue;
    if (!done("flush", path, world_.chance(0.5) ? writer->hflush() : writer->hsync())) return;
    file.acknowledged = file.written;
    file.namenode = cluster_.namenode().incarnation;
    if (world_.chance(0.3)) look_while_writing(path, file);
    if (world_.chance(0.2))
      std::this_thread::sleep_for(std::chrono::milliseconds(world_.random(20'000)));
  }
  if (world_.chance(0.02)) return;  // as a client that dies
  if (!done("close", path, writer->close())) return;
  file.acknowledged = file.written;
  file.closed = true;
  file.abandoned = false;
}

// A reader that opens the file now sees at least what was flushed.
void ClientLoad::look_while_writing(const std::string& path, const ModelFile& file) {
  auto reader = files_->open(path);
  if (!done("open", path, reader)) return;
  if (const auto wrong = check_bytes(path, file, **reader); !wrong.empty()) fail(wrong);
}

void ClientLoad::truncate() {
  const std::string path = pick_closed();
  if (path.empty()) return;
  ModelFile& file = model_.files[path];
  const std::uint64_t length = world_.random(file.written + 1);
  const auto truncated = files_->truncate(path, length);
  if (!done("truncate", path, truncated)) return model_.give_up(path);
  file.acknowledged = length;
  file.closed = *truncated;
  if (file.closed)
    file.written = length;
  else
    file.truncated = true;  // its last block is being recovered, and may be seen as it was
}

void ClientLoad::rename() {
  const std::string path = pick_closed();
  if (path.empty()) return;
  const std::string target = fmt::format("{}/r{}", model_.root, model_.next_id++);
  const auto renamed = files_->rename(path, target);
  const ModelFile file = model_.files[path];
  if (!done("rename", path, renamed)) {
    model_.give_up(path);
    model_.unknown[target] = file;
    return;
  }
  require(*renamed, "rename of " + path + " is refused without a reason");
  model_.files.erase(path);
  model_.files[target] = file;
}

void ClientLoad::remove() {
  const std::string path = model_.pick(world_.dice(), [](const ModelFile&) { return true; });
  if (path.empty()) return;
  const auto removed = files_->remove(path, false);
  if (!done("delete", path, removed)) return model_.give_up(path);
  require(*removed, path + " was not there when it was deleted");
  model_.files.erase(path);
}

void ClientLoad::read() {
  const std::string path = model_.pick(world_.dice(), [](const ModelFile&) { return true; });
  if (path.empty()) return;
  auto reader = files_->open(path);
  if (!done("open", path, reader)) return;
  if (const auto wrong = check_bytes(path, model_.files[path], **reader); !wrong.empty())
    fail(wrong);
}

void ClientLoad::list() {
  const auto listed = files_->list_all(model_.root);
  if (!done("list", model_.root, listed)) return;
  std::set<std::string> names;
  for (const auto& status : *listed) {
    names.insert(status.path);
    require(model_.files.contains(status.path) || model_.unknown.contains(status.path),
            status.path + " is listed, but was deleted or never made");
  }
  for (const auto& [path, file] : model_.files)
    require(names.contains(path), path + " is not listed");
}

// A NameNode that was started since has forgotten where the block in the making is; while none of
// its DataNodes is back, readers see the file without it, as with Apache's.
bool ClientLoad::may_hide_block(const ModelFile& file, const hdfs::FileReader& reader) const {
  return troubled_ && !file.closed && file.namenode != cluster_.namenode().incarnation &&
         reader.length_bytes() % cluster_.block_bytes() == 0;
}

// A refusal to read counts, but wrong bytes and lost ones are wrong.
std::string ClientLoad::check_bytes(const std::string& path, const ModelFile& file,
                                    hdfs::FileReader& reader) {
  const bool too_short = reader.length_bytes() < file.acknowledged && !may_hide_block(file, reader);
  if (too_short || reader.length_bytes() > file.written)
    return fmt::format("{} ({}) has {} bytes; {} were acknowledged, {} written", path,
                       file.closed ? "closed" : "open", reader.length_bytes(), file.acknowledged,
                       file.written);
  std::vector<std::byte> bytes(50'000);
  for (std::uint64_t offset = 0; offset < reader.length_bytes();) {
    const auto count = reader.read(bytes);
    if (!done("read", path, count)) return {};
    if (*count == 0)
      return fmt::format("{} ends at {} of {} bytes", path, offset, reader.length_bytes());
    if (const auto at = first_difference(file.id, offset, std::span(bytes).first(*count)))
      return fmt::format("{} has a wrong byte at {}", path, *at);
    offset += *count;
  }
  return {};
}

}  // namespace mammoth::sim
