// What the handles of hdfs.h stand for, and the border where C++ ends: guard() turns refusals and
// exceptions into errno and a line on standard error, as Hadoop's libhdfs does with Java's.
#pragma once

#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>
#include <string>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "common/hdfs/file_system.h"
#include "libhdfs/include/hdfs.h"

struct hdfs_internal {
  std::shared_ptr<mammoth::hdfs::FileSystem> file_system;
  mammoth::Configuration configuration;
  std::mutex mutex{};
  std::string working_directory{};  // guarded by mutex
};

// Of reader and writer one is set.
struct hdfsFile_internal {
  std::shared_ptr<mammoth::hdfs::FileSystem> file_system;
  std::unique_ptr<mammoth::hdfs::FileReader> reader{};
  std::unique_ptr<mammoth::hdfs::FileWriter> writer{};
  std::atomic<std::uint64_t> zero_copy_bytes{0};
};

namespace mammoth::libhdfs {

// A path of that file system: resolved against the working directory, without scheme and authority.
// Refuses those of another one in Hadoop's words ("Wrong FS: …") and a null pointer.
Result<std::string> resolve(hdfs_internal& fs, const char* path);
// With scheme and authority again.
std::string qualified(const hdfs::FileSystem& file_system, const std::string& path);

// The configuration of this process; read anew by each call, as new Configuration() does.
Result<Configuration> load_configuration();
Result<hdfsFile> open_stream(hdfs_internal& fs, const char* path, int flags, std::int16_t replication,
                             std::int64_t block_size);
// FileUtil.copy: directories with all that is in them; into `target` when that is a directory.
Result<void> copy_tree(hdfs_internal& from, const char* source, hdfs_internal& to, const char* target,
                       bool delete_source);

int errno_of(const Error& error);
// Remembers the error for hdfsGetLastException…, prints it ("hdfsDelete(path=/a) error:") and answers
// its errno.
int report(const std::string& what, const Error& error);
// The same for a missing file, a refused right or a parent that is none, without printing.
int report_quietly(const Error& error);

// Runs `body`, a Result<T>, for a C function that answers `failed` when it is refused.
template <class T, class Body>
T guard(const std::string& what, T failed, Body body) noexcept {
  try {
    Result<T> result = body();
    if (result) return *result;
    errno = report(what, result.error());
  } catch (const ErrorException& e) {
    errno = report(what, e.error());
  } catch (const std::bad_alloc&) {
    errno = ENOMEM;
  } catch (const std::exception& e) {
    errno = report(what, Error{ErrorCode::kIo, e.what()});
  }
  return failed;
}

// For the calls that have no more to say than done or not.
template <class Body>
int guard_done(const std::string& what, Body body) noexcept {
  return guard(what, -1, [&]() -> Result<int> {
    TRY(body());
    return 0;
  });
}

}  // namespace mammoth::libhdfs
