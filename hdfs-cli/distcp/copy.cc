// Every item to its place (Hadoop: CopyMapper, RetriableFileCopyCommand).
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <limits>
#include <thread>

#include "hdfs-cli/distcp/job.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/interrupt.h"
#include "hdfs-cli/worker_pool.h"

namespace mammoth::cli::distcp {

namespace {

constexpr std::size_t kBufferBytes = 1 << 20;
constexpr std::size_t kQueue = 1024;

using Clock = std::chrono::steady_clock;

// Keeps one copy below so many bytes a second.
class Throttle {
 public:
  explicit Throttle(double mb_per_second) : bytes_per_second_(mb_per_second * 1024 * 1024) {}
  void pass(std::uint64_t bytes) {
    if (bytes_per_second_ <= 0) return;
    passed_ += static_cast<double>(bytes);
    std::this_thread::sleep_until(begin_ +
                                  std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(passed_ / bytes_per_second_)));
  }

 private:
  const double bytes_per_second_;
  const Clock::time_point begin_ = Clock::now();
  double passed_ = 0;
};

std::string_view kind(const PathData& item) {
  return item.is_directory() ? "dir" : "file";
}

}  // namespace

PathData Job::work_target(const std::string& relative) const {
  PathData target = work_;
  if (relative.empty()) return target;
  target.path = target.path == "/" ? relative : target.path + relative;
  target.text = target.qualified().to_string();
  target.status.reset();
  return target;
}

PathData Job::temporary_for(const PathData& target) {
  PathData temporary = target;
  const std::size_t slash = target.path.rfind('/');
  temporary.path =
      fmt::format("{}/.distcp.tmp.attempt_local{}_0001_m_{:06}_0.{}", target.path.substr(0, slash),
                  ::getpid(), temporaries_++, environment_.clock.wall_ms());
  temporary.text = temporary.path;
  temporary.status.reset();
  return temporary;
}

void Job::note(const std::string& line) {
  if (options_.log_path.empty()) return;
  const std::scoped_lock lock(mutex_);
  log_.push_back(line);
}

// A refusal to read a source is the kind of failure that -i overlooks.
Result<void> Job::fail(const Item& item, const Error& error, bool reading) {
  log_line(environment_, log::Level::kError, "mapred.CopyMapper",
           fmt::format("Failure in copying {} to {}: {}", item.source.qualified().to_string(),
                       work_target(item.relative).qualified().to_string(), error.message));
  if (!options_.ignore_failures || !reading) return error;
  ++counters_.failed;
  counters_.bytes_failed += item.source.status->length_bytes;
  note(fmt::format("FAIL: {} - {}", item.source.qualified().to_string(), error.message));
  return {};
}

Result<bool> Job::same_contents(const PathData& source, const PathData& target) const {
  const std::uint64_t length = target.status->length_bytes;
  const auto one = TRY(source.file_system->open(source.path));
  const auto other = TRY(target.file_system->open(target.path));
  std::vector<std::byte> a(kBufferBytes);
  std::vector<std::byte> b(kBufferBytes);
  for (std::uint64_t at = 0; at < length;) {
    const std::size_t want = std::min<std::uint64_t>(kBufferBytes, length - at);
    const std::size_t got = TRY(one->read_at(at, std::span(a).first(want)));
    if (got == 0) return false;
    for (std::size_t done = 0; done < got;) {
      const std::size_t count = TRY(other->read_at(at + done, std::span(b).first(got - done)));
      if (count == 0 || !std::equal(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(count),
                                    a.begin() + static_cast<std::ptrdiff_t>(done)))
        return false;
      done += count;
    }
    at += got;
  }
  return true;
}

Result<Job::Action> Job::decide(const PathData& source, const PathData& target) const {
  if (!target.exists() || options_.overwrite || target_.is_file()) return Action::kOverwrite;
  if (!options_.update) return Action::kSkip;
  const hdfs::FileStatus& from = *source.status;
  const hdfs::FileStatus& to = *target.status;
  const bool same_shape =
      from.length_bytes == to.length_bytes &&
      (!options_.preserve.block_size || from.block_size_bytes == to.block_size_bytes);
  const bool older = from.modification_time_ms <= to.modification_time_ms;
  if (same_shape && options_.skip_checksums) return older ? Action::kSkip : Action::kOverwrite;
  if (same_shape && from.length_bytes == 0) return Action::kSkip;
  if (same_shape) {
    const auto one = TRY(source.file_system->checksum(source.path));
    const auto other = TRY(target.file_system->checksum(target.path));
    const bool comparable = one && other && one->algorithm == other->algorithm;
    if (comparable ? one->bytes == other->bytes : older) return Action::kSkip;
  }
  if (options_.append && to.length_bytes < from.length_bytes && TRY(same_contents(source, target)))
    return Action::kAppend;
  return Action::kOverwrite;
}

Result<std::uint64_t> Job::copy_bytes(const PathData& source, const PathData& target,
                                      Action action, std::optional<Range> range) {
  const auto reader = TRY(source.file_system->open(source.path));
  std::unique_ptr<hdfs::FileWriter> writer;
  if (action == Action::kAppend) {
    TRY(reader->seek(target.status->length_bytes));
    writer = TRY(target.file_system->append(target.path));
  } else {
    hdfs::CreateOptions create;
    if (range) TRY(reader->seek(range->offset));
    if (options_.preserve.replication) create.replication = source.status->replication;
    if (options_.preserve.block_size || options_.preserve.checksum_type)
      create.block_size_bytes = source.status->block_size_bytes;
    writer = TRY(target.file_system->create(target.path, create));
  }
  const auto memory = std::make_unique_for_overwrite<std::byte[]>(kBufferBytes);
  const std::span<std::byte> buffer(memory.get(), kBufferBytes);
  Throttle throttle(options_.bandwidth_mb);
  std::uint64_t copied = 0;
  std::uint64_t left = range ? range->length : std::numeric_limits<std::uint64_t>::max();
  while (const std::size_t count =
             TRY(reader->read(buffer.first(std::min<std::uint64_t>(left, kBufferBytes))))) {
    left -= count;
    if (interrupted()) return fatal_error("Interrupted");
    TRY(writer->write(buffer.first(count)));
    copied += count;
    throttle.pass(count);
  }
  TRY(writer->close());
  return copied;
}

Result<void> Job::verify(const PathData& source, PathData copy) const {
  TRY(copy.refresh());
  const std::uint64_t wanted = source.status->length_bytes;
  if (copy.status->length_bytes != wanted)
    return Error{ErrorCode::kIo,
                 fmt::format("Mismatch in length of source:{} ({}) and target:{} "
                             "({})",
                             source.qualified().to_string(), wanted, copy.qualified().to_string(),
                             copy.status->length_bytes)};
  if (wanted == 0 || options_.skip_checksums) return {};
  const auto one = TRY(source.file_system->checksum(source.path));
  if (!one) return {};
  const auto other = TRY(copy.file_system->checksum(copy.path));
  if (!other || (one->algorithm == other->algorithm && one->bytes == other->bytes)) return {};
  return Error{ErrorCode::kIo,
               fmt::format("Checksum mismatch between {} and {}.\nSource and destination "
                           "filesystems are of different types or have different block sizes; "
                           "-pb keeps the block size, -skipcrccheck leaves the comparison out.",
                           source.qualified().to_string(), copy.qualified().to_string())};
}

// Below a target that was not there nothing can be in the way.
Result<std::optional<hdfs::FileStatus>> Job::present_status(const Item& item,
                                                            const PathData& target) const {
  if (!item.relative.empty() && !target_.exists()) return std::optional<hdfs::FileStatus>();
  return find_status(*target.file_system, target.path);
}

Result<void> Job::make_directory(const Item& item) {
  PathData target = work_target(item.relative);
  target.status = TRY(present_status(item, target));
  if (target.exists() && !target.is_directory())
    return Error{ErrorCode::kIo, fmt::format("Can't replace {}. Target is {}, Source is {}",
                                             target.text, kind(target), kind(item.source))};
  if (!target.exists() && !TRY(target.file_system->mkdirs(target.path, 0777)))
    return Error{ErrorCode::kIo, "mkdir failed for " + target.text};
  ++counters_.directories;
  return {};
}

Result<void> Job::copy_item(const Item& item) {
  PathData target = work_target(item.relative);
  target.status = TRY(present_status(item, target));
  const PathData& source = item.source;
  if (target.exists() && target.is_directory())
    return Error{ErrorCode::kIo, fmt::format("Can't replace {}. Target is {}, Source is {}",
                                             target.text, kind(target), kind(source))};
  const std::uint64_t length = source.status->length_bytes;
  const std::uint64_t old_length = target.exists() ? target.status->length_bytes : 0;
  const std::string sizes =
      fmt::format("source={}, size={} --> target={}, size={}", source.qualified().to_string(),
                  length, target.qualified().to_string(), old_length);
  const Action action = TRY(decide(source, target));
  if (action == Action::kSkip) {
    ++counters_.skipped;
    counters_.bytes_skipped += length;
    note("SKIP: " + source.qualified().to_string());
    if (options_.verbose) note("FILE_SKIPPED: " + sizes);
    return options_.preserve.any() ? preserve(source, target) : Result<void>();
  }
  const bool in_place = options_.direct || action == Action::kAppend;
  const PathData written = in_place ? target : temporary_for(target);
  const auto write = [&]() -> Result<void> {
    const bool in_chunks = action == Action::kOverwrite && is_split(source);
    counters_.bytes_copied += in_chunks ? TRY(copy_chunks(source, written))
                                        : TRY(copy_bytes(source, written, action));
    TRY(verify(source, written));
    if (!in_place) TRY(target.file_system->rename2(written.path, target.path, true));
    return {};
  };
  const Result<void> outcome = write();
  if (!outcome) {
    if (!in_place) static_cast<void>(written.file_system->remove(written.path, false));
    return outcome;
  }
  ++counters_.copied;
  counters_.bytes_expected += length;
  if (options_.verbose) note("FILE_COPIED: " + sizes);
  return options_.preserve.any() ? preserve(source, target) : Result<void>();
}

std::optional<Stopped> Job::copy() {
  const InterruptGuard guard;
  if (const auto able = check_concat(); !able) return Stopped{Failure::kInvalidInput, able.error()};
  work_ = target_;
  if (options_.atomic) {
    const std::size_t slash = target_.path.rfind('/');
    std::string directory = target_.path.substr(0, slash);
    if (!options_.work_path.empty()) {
      const auto work = look_up(file_systems_, options_.work_path);
      if (!work) return Stopped{Failure::kInvalidInput, work.error()};
      directory = work->path;
    }
    work_.path =
        fmt::format("{}/._WIP_{}{}", directory, target_.path.substr(slash + 1), ::getpid());
  }
  std::optional<Error> failure;
  const auto run = [&](const Item& item) {
    {
      const std::scoped_lock lock(mutex_);
      if (failure || interrupted()) return;
    }
    const bool is_directory = item.source.is_directory();
    Result<void> done = is_directory ? make_directory(item) : copy_item(item);
    if (!done) {
      const auto readable = item.source.file_system->open(item.source.path);
      done = fail(item, done.error(), !is_directory && !readable);
    }
    const std::scoped_lock lock(mutex_);
    if (!done && !failure) failure = done.error();
  };
  // Parents come first in the order of names.
  for (const Item& item : items_)
    if (item.source.is_directory()) run(item);
  {
    WorkerPool pool(static_cast<std::size_t>(options_.threads), kQueue);
    for (const Item& item : items_)
      if (!item.source.is_directory() && !is_split(item.source))
        pool.submit([&run, &item] { run(item); });
  }
  // One after the other: each has all the threads.
  for (const Item& item : items_)
    if (is_split(item.source)) run(item);
  if (interrupted()) failure = Error{ErrorCode::kIo, "Interrupted"};
  if (failure) return Stopped{Failure::kOther, *failure};
  return std::nullopt;
}

}  // namespace mammoth::cli::distcp
