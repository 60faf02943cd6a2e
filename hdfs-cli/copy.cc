#include "hdfs-cli/copy.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/interrupt.h"
#include "hdfs-cli/progress.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kCopying = "._COPYING_";

// Ends the command without a message (the shell sees to that).
Error stopped() {
  return fatal_error("Interrupted");
}

bool is_raw(const PathData& item) {
  return item.path.starts_with("/.reserved/raw");
}

}  // namespace

CopyCommand::~CopyCommand() = default;

Result<void> CopyCommand::take_local_destination(Arguments& arguments) {
  const bool is_given = arguments.size() >= 2;
  destination_ = TRY(look_up_local(file_systems(), is_given ? arguments.back() : "."));
  if (is_given) arguments.pop_back();
  return {};
}

Result<void> CopyCommand::take_remote_destination(Arguments& arguments) {
  if (arguments.size() < 2) {
    destination_ = TRY(look_up(file_systems(), "."));
    return {};
  }
  const std::string text = arguments.back();
  arguments.pop_back();
  std::vector<PathData> items = TRY(expand(file_systems(), text));
  if (items.empty()) return not_found(text);
  if (items.size() > 1) return path_error(text, "Too many matches");
  destination_ = std::move(items.front());
  return {};
}

Result<void> CopyCommand::set_threads(const CommandFormat& format) {
  if (const auto threads = format.value("t"))
    options_.threads = std::max(TRY(parse_int(*threads)), 1);
  if (const auto queue = format.value("q")) {
    const int size = TRY(parse_int(*queue));
    if (size >= 1) options_.queue = size;
  }
  return {};
}

Result<void> CopyCommand::process_arguments(std::vector<PathData>& items) {
  if (items.size() > 1) {
    if (!destination_.exists()) return not_found(destination_.text);
    if (!destination_.is_directory()) return is_not_a_directory(destination_.text);
  } else if (destination_.exists()) {
    if (!destination_.is_directory() && !options_.overwrite) return file_exists(destination_.text);
  } else {
    const std::string parent = destination_.looks_like_a_directory()
                                   ? destination_.path
                                   : destination_.qualified().parent()->path();
    if (!TRY(cli::exists(*destination_.file_system, parent)))
      return not_found(destination_.text, destination_.uri());
  }
  const InterruptGuard guard;
  const bool several = items.size() > 1 || (items.size() == 1 && is_recursable(items[0]));
  if (options_.threads > 1 && several)
    pool_ = std::make_unique<WorkerPool>(options_.threads, options_.queue);
  Result<void> outcome = Command::process_arguments(items);
  pool_.reset();
  if (interrupted()) return stopped();
  return outcome;
}

Result<void> CopyCommand::process_path_argument(PathData& source) {
  if (source.is_directory() && source.file_system == destination_.file_system) {
    const PathData target = TRY(target_of(source));
    const std::string from = source.qualified().to_string();
    const std::string to = target.qualified().to_string();
    if (from == to) return move_error("", source.text, to, "are identical");
    if (to.starts_with(from.ends_with('/') ? from : from + "/"))
      return move_error("", source.text, target.text, "is a subdirectory of itself");
  }
  return Command::process_path_argument(source);
}

Result<void> CopyCommand::process_path(PathData& source) {
  if (interrupted()) return stopped();
  PathData target = TRY(target_of(source));
  return process_pair(source, target);
}

Result<void> CopyCommand::process_pair(PathData& source, PathData& target) {
  if (source.status->is_symlink) return path_error(source.text, "Operation not supported");
  if (source.is_directory())
    return recursive() ? Result<void>() : Result<void>(is_a_directory(source.text));
  if (!pool_) return copy_file(source, target);
  pool_->submit([this, source, target] {
    const Result<void> copied = interrupted() ? stopped() : copy_file(source, target);
    if (!copied && !interrupted()) display_error(copied.error());
  });
  return {};
}

Result<PathData> CopyCommand::target_of(const PathData& source) {
  const bool is_directory = depth() > 0 || destination_.is_directory();
  if (!is_directory && !destination_.looks_like_a_directory()) return destination_;
  if (!destination_.exists()) return not_found(destination_.text);
  if (!destination_.is_directory()) return is_not_a_directory(destination_.text);
  return look_up_child(destination_, source.qualified().name());
}

Result<void> CopyCommand::recurse_path(PathData& source) {
  PathData target = TRY(target_of(source));
  if (target.exists() && !target.is_directory()) return is_not_a_directory(target.text);
  if (!target.exists()) TRY(make_directory(target));

  std::swap(destination_, target);
  Result<void> outcome = Command::recurse_path(source);
  if (outcome) outcome = preserve(source, destination_);
  std::swap(destination_, target);
  return outcome;
}

Result<void> CopyCommand::make_directory(PathData& directory) {
  if (!TRY(directory.file_system->mkdirs(directory.path, 0777)))
    return move_error("mkdir", directory.text, "");
  return directory.refresh();
}

Result<void> CopyCommand::copy_file(const PathData& source, const PathData& target) {
  if (is_raw(source) || is_raw(target))
    return Error{ErrorCode::kUnsupportedOperation,
                 "Copying below /.reserved/raw is not supported."};
  const auto reader = TRY(source.file_system->open(source.path));
  TRY(write_target([&](std::span<std::byte> buffer) { return reader->read(buffer); },
                   source.status->length_bytes, target));
  return preserve(source, target);
}

Result<void> CopyCommand::write_target(const Source& source, std::uint64_t length_bytes,
                                       const PathData& target) {
  if (target.exists() && (target.is_directory() || !options_.overwrite))
    return file_exists(target.text);
  if (options_.direct) return write_bytes(source, length_bytes, target);

  PathData temporary = target;
  temporary.text += kCopying;
  temporary.path += kCopying;
  hdfs::FileSystem& file_system = *target.file_system;
  const auto rename = [&]() -> Result<void> {
    if (target.exists()) return file_system.rename2(temporary.path, target.path, true);
    if (!TRY(file_system.rename(temporary.path, target.path)))
      return move_error("rename", temporary.text, target.text);
    return {};
  };
  TRY(write_bytes(source, length_bytes, temporary));
  Result<void> outcome = rename();
  if (!outcome) static_cast<void>(file_system.remove(temporary.path, false));
  return outcome;
}

Result<void> CopyCommand::write_bytes(const Source& source, std::uint64_t length_bytes,
                                      const PathData& target) {
  hdfs::CreateOptions create;
  if (options_.lazy_persist) {
    create.lazy_persist = true;
    create.replication = 1;
  }
  const auto writer = TRY(target.file_system->create(target.path, create));
  Progress progress(environment(), target.text, length_bytes);
  const auto pump = [&]() -> Result<void> {
    const auto memory = std::make_unique_for_overwrite<std::byte[]>(kCopyBufferBytes);
    const std::span<std::byte> buffer(memory.get(), kCopyBufferBytes);
    while (const std::size_t count = TRY(source(buffer))) {
      if (interrupted()) return stopped();
      TRY(writer->write(buffer.first(count)));
      progress.add(count);
    }
    return writer->close();
  };
  Result<void> outcome = pump();
  if (!outcome && !options_.direct)
    static_cast<void>(target.file_system->remove(target.path, false));
  return outcome;
}

Result<void> CopyCommand::preserve(const PathData& source, const PathData& target) {
  const hdfs::FileStatus& status = *source.status;
  hdfs::FileSystem& file_system = *target.file_system;
  if (options_.preserve_times)
    TRY(file_system.set_times(target.path, {status.modification_time_ms, status.access_time_ms}));
  if (options_.preserve_owner) TRY(file_system.set_owner(target.path, status.owner, status.group));
  if (options_.preserve_permission || options_.preserve_acl)
    TRY(file_system.set_permission(target.path, status.permission));
  if (options_.preserve_acl && status.has_acl) {
    const auto acl = TRY(source.file_system->acl_status(source.path));
    TRY(file_system.set_acl(target.path, hdfs::full_acl(status.permission, acl.entries)));
  }
  if (options_.preserve_xattrs)
    for (const hdfs::XAttr& xattr : TRY(source.file_system->xattrs(source.path, {})))
      TRY(file_system.set_xattr(target.path, xattr, {}));
  return {};
}

}  // namespace mammoth::cli
