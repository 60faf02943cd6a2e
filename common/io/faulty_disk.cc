#include "common/io/faulty_disk.h"

namespace mammoth {
namespace {

using Fault = FaultyDisk::Fault;

void ask(const Fault& fault, DiskOperation operation, const std::string& path) {
  if (const auto error_number = fault(operation, path))
    throw DiskError(error_number, "injected fault on", path);
}

}  // namespace

class FaultyDisk::File final : public DiskFile {
 public:
  File(std::unique_ptr<DiskFile> file, std::shared_ptr<const Fault> fault, std::string path)
      : file_(std::move(file)), fault_(std::move(fault)), path_(std::move(path)) {}

  std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) override {
    ask(*fault_, DiskOperation::kRead, path_);
    return file_->read_at(offset, into);
  }
  void write_at(std::uint64_t offset, ByteView bytes) override {
    ask(*fault_, DiskOperation::kWrite, path_);
    file_->write_at(offset, bytes);
  }
  std::uint64_t size() override {
    ask(*fault_, DiskOperation::kSize, path_);
    return file_->size();
  }
  void truncate(std::uint64_t length_bytes) override {
    ask(*fault_, DiskOperation::kTruncate, path_);
    file_->truncate(length_bytes);
  }
  void sync_data() override {
    ask(*fault_, DiskOperation::kSync, path_);
    file_->sync_data();
  }
  void sync() override {
    ask(*fault_, DiskOperation::kSync, path_);
    file_->sync();
  }
  void hint(CacheHint hint, std::uint64_t offset, std::uint64_t length_bytes) override {
    file_->hint(hint, offset, length_bytes);
  }
  bool try_lock() override { return file_->try_lock(); }
  // Reads must pass by here to fail.
  int native_handle() const override { return -1; }

 private:
  const std::unique_ptr<DiskFile> file_;
  const std::shared_ptr<const Fault> fault_;
  const std::string path_;
};

FaultyDisk::FaultyDisk(Disk& disk, Fault fault)
    : disk_(disk), fault_(std::make_shared<const Fault>(std::move(fault))) {}

std::unique_ptr<DiskFile> FaultyDisk::open(const std::string& path, OpenMode mode) {
  ask(*fault_, DiskOperation::kOpen, path);
  return std::make_unique<File>(disk_.open(path, mode), fault_, path);
}
std::optional<FileStatus> FaultyDisk::status(const std::string& path) {
  ask(*fault_, DiskOperation::kStatus, path);
  return disk_.status(path);
}
std::vector<DirectoryEntry> FaultyDisk::list(const std::string& path) {
  ask(*fault_, DiskOperation::kList, path);
  return disk_.list(path);
}
void FaultyDisk::rename(const std::string& from, const std::string& to) {
  ask(*fault_, DiskOperation::kRename, from);
  disk_.rename(from, to);
}
void FaultyDisk::link(const std::string& from, const std::string& to) {
  ask(*fault_, DiskOperation::kLink, from);
  disk_.link(from, to);
}
bool FaultyDisk::unlink(const std::string& path) {
  ask(*fault_, DiskOperation::kUnlink, path);
  return disk_.unlink(path);
}
void FaultyDisk::make_directories(const std::string& path) {
  ask(*fault_, DiskOperation::kMakeDirectories, path);
  disk_.make_directories(path);
}
bool FaultyDisk::remove_directory(const std::string& path) {
  ask(*fault_, DiskOperation::kRemoveDirectory, path);
  return disk_.remove_directory(path);
}
void FaultyDisk::sync_directory(const std::string& path) {
  ask(*fault_, DiskOperation::kSyncDirectory, path);
  disk_.sync_directory(path);
}
DiskSpace FaultyDisk::space(const std::string& path) {
  ask(*fault_, DiskOperation::kSpace, path);
  return disk_.space(path);
}

}  // namespace mammoth
