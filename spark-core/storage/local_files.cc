#include "spark-core/storage/local_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <system_error>

#include "spark-core/plan/hash.h"

namespace mammoth::spark {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class FileOfSpill final : public SpillFile {
 public:
  explicit FileOfSpill(const std::string& path) : file_(LocalFile::create(path)) {
    ::unlink(path.c_str());
  }
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

}  // namespace

LocalFile LocalFile::create(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) fail("create " + path);
  return {descriptor, path};
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
    if (n < 0) fail("write " + path_);
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

LocalFiles::LocalFiles(const std::string& directory, bool exactly)
    : root_(exactly ? directory : directory + "/blockmgr-" + random_name()) {
  std::filesystem::create_directories(root_);
}

LocalFiles::~LocalFiles() {
  std::error_code
      ignored;  // what cannot be removed now is the operator's temporary folder's business
  std::filesystem::remove_all(root_, ignored);
}

std::string LocalFiles::path_below(const std::string& root, std::string_view name) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::uint64_t place = hash_bytes(name) % 64;
  return root + "/" + kDigits[place / 16] + kDigits[place % 16] + "/" + std::string(name);
}

std::string LocalFiles::path_of(std::string_view name) {
  std::string path = path_below(root_, name);
  std::filesystem::create_directories(path.substr(0, path.rfind('/')));
  return path;
}

std::string LocalFiles::temporary_path(std::string_view prefix) {
  return path_of(std::string(prefix) + "_" + std::to_string(++counter_));
}

std::unique_ptr<SpillFile> LocalFiles::new_spill_file() {
  return std::make_unique<FileOfSpill>(temporary_path("temp_local"));
}

}  // namespace mammoth::spark
