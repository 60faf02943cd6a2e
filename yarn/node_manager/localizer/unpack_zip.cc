#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <optional>
#include <regex>

#include "common/base/file_handle.h"
#include "yarn/node_manager/localizer/zip_archive.h"

namespace mammoth::yarn::node {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxEntryName = 2048;

// A file as memory, for as long as this lives.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::string& path) {
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (!file || ::fstat(file.get(), &status) != 0)
      return Error{ErrorCode::kIo, fmt::format("{}: {}", path, std::strerror(errno))};
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return Error{ErrorCode::kIo, "zip file is empty"};
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (at == MAP_FAILED)
      return Error{ErrorCode::kIo, fmt::format("{}: {}", path, std::strerror(errno))};
    return MappedFile(static_cast<const std::byte*>(at), size);
  }
  ~MappedFile() {
    if (at_ != nullptr) ::munmap(const_cast<std::byte*>(at_), size_);
  }
  MappedFile(MappedFile&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)), size_(other.size_) {}
  MappedFile& operator=(MappedFile&&) = delete;

  ByteView bytes() const { return {at_, size_}; }

 private:
  MappedFile(const std::byte* at, std::size_t size) : at_(at), size_(size) {}
  const std::byte* at_;
  std::size_t size_;
};

Result<void> write_all(int descriptor, ByteView piece) {
  while (!piece.empty()) {
    const ssize_t count = ::write(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error{ErrorCode::kIo, std::strerror(errno)};
    piece = piece.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

bool leads_out(const std::string& name) {
  int depth = 0;
  for (const auto& part : fs::path(name)) {
    if (part == "/") return true;
    if (part == "..")
      --depth;
    else if (part != "." && !part.empty())
      ++depth;
    if (depth < 0) return true;
  }
  return false;
}

Result<void> write_entry(ByteView archive, const ZipEntry& entry, const fs::path& target) {
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  const unsigned mode = entry.mode != 0 ? entry.mode | 0600 : 0644;
  const FileHandle file(
      ::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file)
    return Error{ErrorCode::kIo, fmt::format("{}: {}", target.string(), std::strerror(errno))};
  return read_zip_entry(archive, entry,
                        [&](ByteView piece) { return write_all(file.get(), piece); });
}

}  // namespace

Result<void> unpack_zip(const std::string& archive, const std::string& directory,
                        const std::string& pattern) {
  std::optional<std::regex> wanted;
  try {
    if (!pattern.empty() && pattern != ".*") wanted.emplace(pattern);
  } catch (const std::regex_error&) {
    return Error{ErrorCode::kIllegalArgument, "not a regular expression: " + pattern};
  }
  const MappedFile file = TRY(MappedFile::open(archive));
  for (const ZipEntry& entry : TRY(read_zip_directory(file.bytes()))) {
    if (entry.name.empty() || entry.name.size() > kMaxEntryName ||
        entry.name.find('\0') != std::string::npos)
      return Error{ErrorCode::kIo, "error in opening zip file: a name that is none"};
    if (wanted && !std::regex_match(entry.name, *wanted)) continue;
    if (leads_out(entry.name))
      return Error{ErrorCode::kIo, fmt::format("expanding {} would create file outside of {}",
                                               entry.name, directory)};
    const fs::path target = fs::path(directory) / entry.name;
    if (entry.is_directory()) {
      std::error_code error;
      fs::create_directories(target, error);
      continue;
    }
    TRY(write_entry(file.bytes(), entry, target));
  }
  return {};
}

}  // namespace mammoth::yarn::node
