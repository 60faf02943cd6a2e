// Files are real ones, in a directory of the world's own; what this program puts between is what
// the disks of a node refuse, how long a sync takes, and that nothing depends on the machine: names
// are listed in order, every disk has the same room, times of files are the simulated ones.
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <string_view>
#include <vector>

#include "tests/sim/world/descriptor_calls.h"
#include "tests/sim/world/real.h"
#include "tests/sim/world/world.h"

namespace mammoth::sim {
namespace {

constexpr Time kSync = 200 * kMicrosecond;
constexpr std::uint64_t kDiskBytes = 1ull << 40;
constexpr std::uint64_t kFreeBytes = kDiskBytes / 2;
constexpr std::uint64_t kUnitBytes = 4096;

struct Listing {
  std::vector<dirent> entries;
  std::size_t next = 0;
};

std::map<DIR*, Listing>& listings() {
  static auto* const all = new std::map<DIR*, Listing>;
  return *all;
}

Listing read_sorted(DIR* directory) {
  Listing listing;
  while (const dirent* entry = REAL(readdir)(directory)) {
    dirent& copy = listing.entries.emplace_back();
    std::memcpy(&copy, entry, std::min<std::size_t>(entry->d_reclen, sizeof copy));
  }
  std::ranges::sort(listing.entries, {},
                    [](const dirent& entry) { return std::string_view(entry.d_name); });
  return listing;
}

// errno that the calling node's disks answer instead of writing, or 0.
int write_error() {
  return World::current().node->disk.write_error;
}
int read_error() {
  return World::current().node->disk.read_error;
}

// Nothing that the system would have to do: what a node's disk loses, the world decides.
int sync(int number, int (*real)(int)) {
  World* world = World::here();
  if (!world) return real(number);
  if (write_error() == EIO) return errno = EIO, -1;
  const Time span = kSync + static_cast<Time>(world->random(kSync));
  world->sleep(span + World::current().node->disk.sync_time);
  return 0;
}

std::shared_ptr<Descriptor> simulated(int number) {
  World* world = World::here();
  return world ? world->descriptors().find(number) : nullptr;
}

int opened(int number) {
  if (World* world = World::here(); world && number >= 0)
    world->descriptors().opened_file(number, *World::current().node);
  return number;
}

}  // namespace
}  // namespace mammoth::sim

using namespace mammoth::sim;  // NOLINT: names of the C library follow

extern "C" {

int open(const char* path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const auto mode = va_arg(list, mode_t);
  va_end(list);
  if (World::here()) {
    if ((flags & O_CREAT) && write_error() != 0) return errno = write_error(), -1;
    if (read_error() != 0) return errno = read_error(), -1;
  }
  return opened(REAL(open)(path, flags, mode));
}

ssize_t read(int number, void* into, size_t bytes) {
  if (const auto descriptor = simulated(number)) {
    const iovec piece{into, bytes};
    return receive_from(*descriptor, {&piece, 1}, 0);
  }
  if (World::here() && read_error() != 0) return errno = read_error(), -1;
  return REAL(read)(number, into, bytes);
}

ssize_t write(int number, const void* from, size_t bytes) {
  if (const auto descriptor = simulated(number)) {
    const iovec piece{const_cast<void*>(from), bytes};
    return send_to(*descriptor, {&piece, 1}, 0);
  }
  if (World::here() && number > STDERR_FILENO && write_error() != 0)
    return errno = write_error(), -1;
  return REAL(write)(number, from, bytes);
}

ssize_t readv(int number, const iovec* pieces, int count) {
  const auto descriptor = simulated(number);
  if (!descriptor) return REAL(readv)(number, pieces, count);
  return receive_from(*descriptor, {pieces, static_cast<std::size_t>(count)}, 0);
}

ssize_t writev(int number, const iovec* pieces, int count) {
  const auto descriptor = simulated(number);
  if (!descriptor) return REAL(writev)(number, pieces, count);
  return send_to(*descriptor, {pieces, static_cast<std::size_t>(count)}, 0);
}

ssize_t pread(int number, void* into, size_t bytes, off_t offset) {
  if (World::here() && read_error() != 0) return errno = read_error(), -1;
  return REAL(pread)(number, into, bytes, offset);
}

ssize_t pwrite(int number, const void* from, size_t bytes, off_t offset) {
  if (World::here() && write_error() != 0) return errno = write_error(), -1;
  return REAL(pwrite)(number, from, bytes, offset);
}

ssize_t pwritev(int number, const iovec* pieces, int count, off_t offset) {
  if (World::here() && write_error() != 0) return errno = write_error(), -1;
  return REAL(pwritev)(number, pieces, count, offset);
}

int fsync(int number) {
  return sync(number, REAL(fsync));
}
int fdatasync(int number) {
  return sync(number, REAL(fdatasync));
}

dirent* readdir(DIR* directory) {
  if (!World::here()) return REAL(readdir)(directory);
  auto& all = listings();
  auto found = all.find(directory);
  if (found == all.end()) found = all.emplace(directory, read_sorted(directory)).first;
  Listing& listing = found->second;
  return listing.next < listing.entries.size() ? &listing.entries[listing.next++] : nullptr;
}

int closedir(DIR* directory) {
  if (World::here()) listings().erase(directory);
  return REAL(closedir)(directory);
}

int statvfs(const char* path, struct statvfs* out) noexcept {
  const int result = REAL(statvfs)(path, out);
  if (!World::here() || result != 0) return result;
  out->f_bsize = out->f_frsize = kUnitBytes;
  out->f_blocks = kDiskBytes / kUnitBytes;
  out->f_bfree = out->f_bavail = kFreeBytes / kUnitBytes;
  return 0;
}

}  // extern "C"
