// The local directories of one executor (Spark: DiskBlockManager): block files by name, spread over
// the disks and over 64 subdirectories on each, all of them removed with it. Paths are Spark's,
// DIR/blockmgr-UUID/0c/NAME. A disk that is full or fails gets no more files.
//
// Thread-safe. Failures are std::system_error.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

// An open file; closed with it.
class LocalFile {
 public:
  // `broken` becomes true when the disk is full or fails; it outlives the file.
  static LocalFile create(const std::string& path, std::atomic<bool>* broken = nullptr);
  static LocalFile open(const std::string& path);
  LocalFile(LocalFile&& other) noexcept
      : descriptor_(other.descriptor_), path_(std::move(other.path_)), broken_(other.broken_) {
    other.descriptor_ = -1;
  }
  LocalFile& operator=(LocalFile&&) = delete;
  ~LocalFile();

  void append(std::string_view bytes);
  std::string read(std::uint64_t offset, std::size_t size) const;  // fewer bytes only at the end
  std::uint64_t size_bytes() const;
  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

 private:
  LocalFile(int descriptor, std::string path, std::atomic<bool>* broken = nullptr)
      : descriptor_(descriptor), path_(std::move(path)), broken_(broken) {}
  int descriptor_;
  std::string path_;
  std::atomic<bool>* broken_;
};

// The roots of one executor's files, in their order.
using LocalRoots = std::vector<std::string>;

class LocalFiles {
 public:
  // Below each of the directories, at least one; `exactly`: they are the roots, no new ones below
  // them. A directory where nothing can be created is done without, as long as another is left.
  explicit LocalFiles(const LocalRoots& directories, bool exactly = false);
  ~LocalFiles();
  LocalFiles(const LocalFiles&) = delete;
  LocalFiles& operator=(const LocalFiles&) = delete;

  // Where a new file of that name is to be; its directory exists.
  std::string path_of(std::string_view name);
  // Where it is, or would be first looked for; in the files of another executor too.
  static std::string find(const LocalRoots& roots, std::string_view name);
  std::string find(std::string_view name) const { return find(roots_, name); }
  // Opens a new file at a path of path_of(), or beside it.
  LocalFile create(const std::string& path);
  // A file without a name, for what is never seen: it goes with its last descriptor.
  LocalFile create_nameless(std::string_view prefix);
  std::unique_ptr<SpillFile> new_spill_file();
  const LocalRoots& roots() const { return roots_; }

 private:
  LocalRoots roots_;
  std::unique_ptr<std::atomic<bool>[]> broken_;  // by root
  std::atomic<std::uint64_t> counter_{0};
};

}  // namespace mammoth::spark
