// The local directory of one executor (Spark: DiskBlockManager): block files by name, spread over
// 64 subdirectories, all of them removed with it. Paths are Spark's, DIR/blockmgr-UUID/0c/NAME.
//
// Thread-safe. Failures are std::system_error.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

// An open file; closed with it.
class LocalFile {
 public:
  static LocalFile create(const std::string& path);
  static LocalFile open(const std::string& path);
  LocalFile(LocalFile&& other) noexcept
      : descriptor_(other.descriptor_), path_(std::move(other.path_)) {
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
  LocalFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;
};

class LocalFiles {
 public:
  // `exactly`: the directory itself is the root, not a new one below it.
  explicit LocalFiles(const std::string& directory, bool exactly = false);
  ~LocalFiles();
  LocalFiles(const LocalFiles&) = delete;
  LocalFiles& operator=(const LocalFiles&) = delete;

  // Where the file of that name is, or is to be; its directory exists.
  std::string path_of(std::string_view name);
  // The same below the root of another LocalFiles, where nothing is created.
  static std::string path_below(const std::string& root, std::string_view name);
  // A name nobody has, for what is renamed later or never seen.
  std::string temporary_path(std::string_view prefix);
  std::unique_ptr<SpillFile> new_spill_file();
  const std::string& root() const { return root_; }

 private:
  std::string root_;
  std::atomic<std::uint64_t> counter_{0};
};

}  // namespace mammoth::spark
