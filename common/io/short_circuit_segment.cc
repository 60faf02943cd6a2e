#include "common/io/short_circuit_segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace mammoth {
namespace {

[[noreturn]] void fail(const char* what, int error_number) {
  throw std::system_error(error_number, std::generic_category(), what);
}

}  // namespace

ShortCircuitSegment ShortCircuitSegment::create() {
  FileHandle file(::memfd_create("HadoopShortCircuitShm", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) fail("memfd_create", errno);
  if (::ftruncate(file.get(), kBytes) != 0) fail("ftruncate", errno);
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    fail("F_ADD_SEALS", errno);
  return ShortCircuitSegment(std::move(file));
}

ShortCircuitSegment::ShortCircuitSegment(FileHandle file) : file_(std::move(file)) {
  struct stat status{};
  if (::fstat(file_.get(), &status) != 0) fail("fstat", errno);
  if (status.st_size < static_cast<off_t>(kBytes)) fail("a shared memory segment is too short", EINVAL);
  void* memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.get(), 0);
  if (memory == MAP_FAILED) fail("mmap", errno);
  memory_ = static_cast<std::byte*>(memory);
}

ShortCircuitSegment::ShortCircuitSegment(ShortCircuitSegment&& other) noexcept
    : file_(std::move(other.file_)), memory_(std::exchange(other.memory_, nullptr)) {}

ShortCircuitSegment::~ShortCircuitSegment() {
  if (memory_ != nullptr) ::munmap(memory_, kBytes);
}

bool ShortCircuitSegment::is_anchorable(int slot) const {
  constexpr auto both = kValid | kAnchorable;
  return (flags(slot) & both) == both;
}

bool ShortCircuitSegment::add_anchor(int slot) {
  const auto word = flags(slot);
  for (std::uint64_t seen = word;;) {
    constexpr auto both = kValid | kAnchorable;
    if ((seen & both) != both || (seen & kCount) == kCount) return false;
    if (word.compare_exchange_weak(seen, seen + 1)) return true;
  }
}

void ShortCircuitSegment::remove_anchor(int slot) {
  const auto word = flags(slot);
  for (std::uint64_t seen = word; (seen & kCount) != 0;)
    if (word.compare_exchange_weak(seen, seen - 1)) return;
}

}  // namespace mammoth
