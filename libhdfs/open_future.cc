// Opening in the background (Hadoop: FileSystem.openFile, FutureDataInputStreamBuilder).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <optional>
#include <thread>

#include "libhdfs/handles.h"

using namespace mammoth;
using namespace mammoth::libhdfs;

struct hdfsOpenFileBuilder {
  hdfsFS fs;
  std::string path;
  std::string unknown_key{};  // that must be known
};

namespace {

constexpr std::array kKnownKeys = {
    "fs.option.openfile.read.policy", "fs.option.openfile.length",
    "fs.option.openfile.split.start", "fs.option.openfile.split.end",
    "fs.option.openfile.buffer.size", "fs.option.openfile.footer.cache",
    "fs.option.openfile.ec.policy"};

enum class State { kOpening, kOpened, kFailed, kCancelled, kTaken };

// Shared by the future and the thread that opens.
struct Opening {
  std::mutex mutex;
  std::condition_variable changed;
  State state = State::kOpening;            // the rest is guarded by mutex, too
  std::unique_ptr<hdfsFile_internal> file;
  Error failure;

  void end(Result<hdfsFile> result) {
    std::unique_ptr<hdfsFile_internal> opened(result ? *result : nullptr);
    const std::lock_guard lock(mutex);
    if (state == State::kCancelled) return;
    state = result ? State::kOpened : State::kFailed;
    if (!result) failure = result.error();
    file = std::move(opened);
    changed.notify_all();
  }
};

Result<hdfsFile> open_in_background(hdfs_internal& fs, const std::string& path) {
  try {
    return open_stream(fs, path.c_str(), O_RDONLY, 0, 0);
  } catch (const std::exception& e) {
    return Error{ErrorCode::kIo, e.what()};
  }
}

}  // namespace

struct hdfsOpenFileFuture {
  std::shared_ptr<Opening> opening = std::make_shared<Opening>();
  std::thread thread{};
};

namespace {

hdfsFile take(hdfsOpenFileFuture& future, std::optional<std::chrono::nanoseconds> limit) {
  auto& opening = *future.opening;
  std::unique_lock lock(opening.mutex);
  const auto over = [&] { return opening.state != State::kOpening; };
  if (!limit) {
    opening.changed.wait(lock, over);
  } else if (!opening.changed.wait_for(lock, *limit, over)) {
    errno = ETIMEDOUT;
    return nullptr;
  }
  return guard<hdfsFile>("hdfsOpenFileFutureGet: CompletableFuture#get", nullptr,
                         [&]() -> Result<hdfsFile> {
    if (opening.state == State::kFailed) return opening.failure;
    if (opening.state == State::kCancelled)
      return Error{ErrorCode::kRemote, "", "java.util.concurrent.CancellationException"};
    if (opening.state == State::kTaken)
      return Error{ErrorCode::kIllegalState, "the file was handed out already"};
    opening.state = State::kTaken;
    return opening.file.release();
  });
}

std::chrono::nanoseconds duration_of(std::int64_t amount, javaConcurrentTimeUnit unit) {
  static constexpr std::array<std::int64_t, 7> kNanoseconds = {
      1, 1'000, 1'000'000, 1'000'000'000, 60'000'000'000, 3'600'000'000'000, 86'400'000'000'000};
  const auto scale = kNanoseconds.at(static_cast<std::size_t>(unit));
  constexpr std::int64_t kLongest = 365 * kNanoseconds.back();  // no clock overflows
  return std::chrono::nanoseconds(amount > kLongest / scale ? kLongest
                                                            : std::max<std::int64_t>(amount, 0) * scale);
}

}  // namespace

hdfsOpenFileBuilder* hdfsOpenFileBuilderAlloc(hdfsFS fs, const char* path) {
  if (fs == nullptr || path == nullptr) {
    errno = EINVAL;
    return nullptr;
  }
  return new (std::nothrow) hdfsOpenFileBuilder{.fs = fs, .path = path};
}

hdfsOpenFileBuilder* hdfsOpenFileBuilderMust(hdfsOpenFileBuilder* builder, const char* key,
                                             const char*) {
  if (builder == nullptr || key == nullptr) {
    errno = EINVAL;
    return nullptr;
  }
  if (std::ranges::find(kKnownKeys, std::string_view(key)) == kKnownKeys.end())
    builder->unknown_key = key;
  return builder;
}

hdfsOpenFileBuilder* hdfsOpenFileBuilderOpt(hdfsOpenFileBuilder* builder, const char* key,
                                            const char*) {
  if (builder != nullptr && key != nullptr) return builder;
  errno = EINVAL;
  return nullptr;
}

void hdfsOpenFileBuilderFree(hdfsOpenFileBuilder* builder) { delete builder; }

hdfsOpenFileFuture* hdfsOpenFileBuilderBuild(hdfsOpenFileBuilder* builder) {
  return guard<hdfsOpenFileFuture*>("hdfsOpenFileBuilderBuild: FutureDataInputStreamBuilder#build",
                                    nullptr, [&]() -> Result<hdfsOpenFileFuture*> {
    if (!builder->unknown_key.empty())
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("Unknown parameters while processing required options: {}",
                               builder->unknown_key)};
    auto future = std::make_unique<hdfsOpenFileFuture>();
    future->thread = std::thread([opening = future->opening, fs = builder->fs, path = builder->path] {
      opening->end(open_in_background(*fs, path));
    });
    return future.release();
  });
}

hdfsFile hdfsOpenFileFutureGet(hdfsOpenFileFuture* future) { return take(*future, std::nullopt); }

hdfsFile hdfsOpenFileFutureGetWithTimeout(hdfsOpenFileFuture* future, int64_t timeout,
                                          javaConcurrentTimeUnit unit) {
  if (unit < jNanoseconds || unit > jDays) {
    errno = EINVAL;
    return nullptr;
  }
  return take(*future, duration_of(timeout, unit));
}

int hdfsOpenFileFutureCancel(hdfsOpenFileFuture* future, int) {
  auto& opening = *future->opening;
  const std::lock_guard lock(opening.mutex);
  if (opening.state != State::kOpening) return -1;
  opening.state = State::kCancelled;
  opening.changed.notify_all();
  return 0;
}

void hdfsOpenFileFutureFree(hdfsOpenFileFuture* future) {
  if (future == nullptr) return;
  if (future->thread.joinable()) future->thread.join();
  delete future;
}
