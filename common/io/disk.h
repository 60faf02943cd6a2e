// The seam between the datanode and its disks. There is a real disk (system_disk.h), one in memory
// that can lose power (memory_disk.h) and one that fails on command (faulty_disk.h).
//
// Paths are absolute or relative to the working directory, as the system takes them. Every failure
// is a DiskError; what is missing is not always a failure, and then the signature says so.
//
// What survives a power cut: the bytes of a file after DiskFile::sync (or sync_data), its *name*
// only after Disk::sync_directory of the directory that holds it; likewise a rename, link or
// unlink. The datanode's own death loses nothing: what was written is the system's.
//
// Thread-safety: a Disk may be used by any thread. A DiskFile may be read and written by several
// threads at once at different offsets.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "common/base/bytes.h"

namespace mammoth {

// A failed disk operation: code() is errno in the generic category, what() reads
// "open /data/1/x: No such file or directory".
class DiskError : public std::system_error {
 public:
  DiskError(int error_number, const std::string& operation, const std::string& path);
  int error_number() const { return code().value(); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

enum class OpenMode {
  kRead,          // must exist
  kReadWrite,     // must exist
  kCreate,        // read and write; created empty, must not exist (EEXIST)
  kOpenOrCreate,  // read and write
};

// Advice to the page cache; never fails.
enum class CacheHint {
  kWillNeed,   // start reading it
  kWriteBack,  // start writing what is dirty, do not wait
  kDontNeed,   // forget it once it is clean
};

class DiskFile {
 public:
  virtual ~DiskFile() = default;

  // Reads until `into` is full or the file ends; answers the bytes read.
  virtual std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) = 0;
  // Writes all of `bytes`, growing the file as needed.
  virtual void write_at(std::uint64_t offset, ByteView bytes) = 0;
  // The same for several pieces, one behind the other in the file.
  virtual void write_pieces_at(std::uint64_t offset, std::span<const ByteView> pieces);
  virtual std::uint64_t size() = 0;
  virtual void truncate(std::uint64_t length_bytes) = 0;
  // Returns once the bytes and the length are durable; sync also waits for time stamps and the
  // like.
  virtual void sync_data() = 0;
  virtual void sync() = 0;
  virtual void hint(CacheHint hint, std::uint64_t offset, std::uint64_t length_bytes) = 0;
  // Sets room on the disk apart for these bytes, so that writing them costs less; the file's length
  // stays. Advice, which a disk may ignore. truncate() gives back what lies beyond the length.
  virtual void reserve(std::uint64_t /*offset*/, std::uint64_t /*length_bytes*/) {}
  // An exclusive lock against other processes, held until this file closes; false when taken.
  virtual bool try_lock() = 0;
  // For sendfile(2); -1 when there is no such thing and the caller must read_at.
  virtual int native_handle() const = 0;
};

struct FileStatus {
  std::uint64_t size_bytes = 0;
  std::int64_t modified_ms = 0;  // since the epoch
  std::uint64_t links = 1;
  bool is_directory = false;
};

struct DirectoryEntry {
  std::string name;  // without its directory
  bool is_directory = false;
};

struct DiskSpace {
  std::uint64_t capacity_bytes = 0;
  std::uint64_t free_bytes = 0;       // also to root
  std::uint64_t available_bytes = 0;  // to this process
};

class Disk {
 public:
  virtual ~Disk() = default;

  virtual std::unique_ptr<DiskFile> open(const std::string& path, OpenMode mode) = 0;
  // Nothing when there is no such path.
  virtual std::optional<FileStatus> status(const std::string& path) = 0;
  // In no particular order, without "." and "..".
  virtual std::vector<DirectoryEntry> list(const std::string& path) = 0;

  // Atomic; replaces `to` when it is a file.
  virtual void rename(const std::string& from, const std::string& to) = 0;
  // A second name for the same file; `to` must not exist.
  virtual void link(const std::string& from, const std::string& to) = 0;
  // False when there was no such file.
  virtual bool unlink(const std::string& path) = 0;
  // With all its parents; existing directories are not an error.
  virtual void make_directories(const std::string& path) = 0;
  // An empty one; false when there was none.
  virtual bool remove_directory(const std::string& path) = 0;
  virtual void sync_directory(const std::string& path) = 0;

  // Of the file system that holds `path`.
  virtual DiskSpace space(const std::string& path) = 0;
};

// The directory that holds `path` ("/a/b" → "/a", "b" → ".").
std::string parent_directory(const std::string& path);

// The whole file; throws DiskError(EFBIG) when it is larger than `limit_bytes`.
std::string read_file(Disk& disk, const std::string& path, std::uint64_t limit_bytes);

// Replaces the file durably: after a crash it holds all of the old bytes or all of the new ones,
// and after return the new ones. Goes through `path` + ".tmp".
void replace_file(Disk& disk, const std::string& path, ByteView bytes);

}  // namespace mammoth
