#include "spark-core/storage/local_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <random>
#include <system_error>

#include "common/base/log.h"
#include "spark-core/plan/hash.h"

namespace mammoth::spark {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class FileOfSpill final : public SpillFile {
 public:
  explicit FileOfSpill(LocalFile file) : file_(std::move(file)) {}
  void append(std::string_view bytes) override {
    file_.append(bytes);
    size_ += bytes.size();
  }
  std::string read(std::uint64_t offset, std::size_t size) override {
    return file_.read(offset, size);
  }
  std::uint64_t size_bytes() const override { return size_; }

 private:
  LocalFile file_;
  std::uint64_t size_ = 0;
};

std::string random_name() {
  std::random_device random;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string name;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) name += '-';
    name += kDigits[random() % 16];
  }
  return name;
}

// After an error that another disk would not give.
void note_disk_error(std::atomic<bool>* broken) {
  if (broken != nullptr && (errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == EROFS))
    *broken = true;
}

// Where a name belongs among the roots, and below its root.
struct Place {
  Place(std::string_view name, std::size_t roots) {
    static constexpr char kDigits[] = "0123456789abcdef";
    const std::uint64_t hash = hash_bytes(name);
    const std::uint64_t directory = hash / roots % 64;
    root = hash % roots;
    below = {'/', kDigits[directory / 16], kDigits[directory % 16], '/'};
    below += name;
  }
  std::size_t root;
  std::string below;
};

}  // namespace

LocalFile LocalFile::create(const std::string& path, std::atomic<bool>* broken) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    note_disk_error(broken);
    fail("create " + path);
  }
  return {descriptor, path, broken};
}

LocalFile LocalFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail("open " + path);
  return {descriptor, path};
}

LocalFile::~LocalFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void LocalFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      note_disk_error(broken_);
      fail("write " + path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string LocalFile::read(std::uint64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n =
        ::pread(descriptor_, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("read " + path_);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

std::uint64_t LocalFile::size_bytes() const {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) fail("stat " + path_);
  return static_cast<std::uint64_t>(status.st_size);
}

LocalFiles::LocalFiles(const LocalRoots& directories, bool exactly) {
  std::error_code error;
  for (const std::string& directory : directories) {
    std::string root = exactly ? directory : directory + "/blockmgr-" + random_name();
    std::filesystem::create_directories(root, error);
    if (!error)
      roots_.push_back(std::move(root));
    else
      log::warn("spark-executor", "Failed to create local dir in {}. Ignoring this directory: {}",
                directory, error.message());
  }
  if (roots_.empty()) throw std::system_error(error, "create " + directories.at(0));
  broken_ = std::make_unique<std::atomic<bool>[]>(roots_.size());
}

LocalFiles::~LocalFiles() {
  // What cannot be removed now is the operator's temporary folder's business.
  std::error_code ignored;
  for (const std::string& root : roots_) std::filesystem::remove_all(root, ignored);
}

std::string LocalFiles::find(const LocalRoots& roots, std::string_view name) {
  const Place place(name, roots.size());
  for (std::size_t i = 0; roots.size() > 1 && i < roots.size(); ++i) {
    std::string path = roots[(place.root + i) % roots.size()] + place.below;
    if (::access(path.c_str(), F_OK) == 0) return path;
  }
  return roots[place.root] + place.below;
}

std::string LocalFiles::path_of(std::string_view name) {
  const Place place(name, roots_.size());
  std::error_code error;
  for (std::size_t i = 0; i < roots_.size(); ++i) {
    const std::size_t root = (place.root + i) % roots_.size();
    if (broken_[root]) continue;
    std::string path = roots_[root] + place.below;
    std::filesystem::create_directories(path.substr(0, path.rfind('/')), error);
    if (!error) return path;
    errno = error.value();
    note_disk_error(&broken_[root]);
  }
  // No disk is left: the reason comes from the first.
  std::string path = roots_[place.root] + place.below;
  std::filesystem::create_directories(path.substr(0, path.rfind('/')));
  return path;
}

LocalFile LocalFiles::create(const std::string& path) {
  for (std::size_t root = 0; root < roots_.size(); ++root)
    if (path.starts_with(roots_[root] + "/")) return LocalFile::create(path, &broken_[root]);
  return LocalFile::create(path);
}

LocalFile LocalFiles::create_nameless(std::string_view prefix) {
  LocalFile file = create(path_of(std::string(prefix) + "_" + std::to_string(++counter_)));
  ::unlink(file.path().c_str());
  return file;
}

std::unique_ptr<SpillFile> LocalFiles::new_spill_file() {
  return std::make_unique<FileOfSpill>(create_nameless("temp_local"));
}

}  // namespace mammoth::spark
