// What there is: files, directories, hosts, sizes.
#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "common/config/keys.h"
#include "libhdfs/handles.h"

using namespace mammoth;
using namespace mammoth::libhdfs;

namespace {

// One allocation of C; throws std::bad_alloc.
template <class T>
T* allocate(std::size_t count) {
  auto* memory = static_cast<T*>(std::calloc(count, sizeof(T)));
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

char* duplicate(const std::string& text, std::size_t extra = 0) {
  auto* copy = allocate<char>(text.size() + 1 + extra);
  std::memcpy(copy, text.data(), text.size());
  return copy;
}

// Whether the file is encrypted stands in a byte behind the owner's name: the structure is Hadoop's
// and has no room for it.
void fill(hdfsFileInfo& info, const hdfs::FileSystem& file_system, const hdfs::FileStatus& status) {
  info.mKind = status.is_directory ? kObjectKindDirectory : kObjectKindFile;
  info.mName = duplicate(qualified(file_system, status.path));
  info.mLastMod = status.modification_time_ms / 1000;
  info.mLastAccess = status.access_time_ms / 1000;
  info.mSize = status.is_directory ? 0 : static_cast<tOffset>(status.length_bytes);
  info.mReplication = static_cast<short>(status.is_directory ? 0 : status.replication);
  info.mBlockSize = status.is_directory ? 0 : static_cast<tOffset>(status.block_size_bytes);
  info.mOwner = duplicate(status.owner, 1);
  info.mOwner[status.owner.size() + 1] = status.is_encrypted ? 1 : 0;
  info.mGroup = duplicate(status.group);
  info.mPermissions = static_cast<short>(status.permission);
}

hdfsFileInfo* to_c(const hdfs::FileSystem& file_system, const std::vector<hdfs::FileStatus>& entries) {
  auto* infos = allocate<hdfsFileInfo>(entries.size());
  try {
    for (std::size_t i = 0; i < entries.size(); ++i) fill(infos[i], file_system, entries[i]);
  } catch (const std::bad_alloc&) {
    hdfsFreeFileInfo(infos, static_cast<int>(entries.size()));
    throw;
  }
  return infos;
}

char*** to_c(const std::vector<hdfs::BlockLocation>& blocks) {
  auto*** hosts = allocate<char**>(blocks.size() + 1);
  try {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      hosts[i] = allocate<char*>(blocks[i].hosts.size() + 1);
      for (std::size_t j = 0; j < blocks[i].hosts.size(); ++j)
        hosts[i][j] = duplicate(blocks[i].hosts[j]);
    }
  } catch (const std::bad_alloc&) {
    hdfsFreeHosts(hosts);
    throw;
  }
  return hosts;
}

}  // namespace

hdfsFileInfo* hdfsListDirectory(hdfsFS fs, const char* path, int* count) {
  *count = 0;
  auto* infos = guard<hdfsFileInfo*>(
      fmt::format("hdfsListDirectory({}): FileSystem#listStatus", path ? path : "(null)"), nullptr,
      [&]() -> Result<hdfsFileInfo*> {
        const std::string name = TRY(resolve(*fs, path));
        const std::vector<hdfs::FileStatus> entries = TRY(fs->file_system->list_all(name));
        errno = 0;
        if (entries.empty()) return nullptr;
        auto* made = to_c(*fs->file_system, entries);
        *count = static_cast<int>(entries.size());
        return made;
      });
  if (infos != nullptr) errno = 0;
  return infos;
}

hdfsFileInfo* hdfsGetPathInfo(hdfsFS fs, const char* path) {
  return guard<hdfsFileInfo*>(
      fmt::format("hdfsGetPathInfo({}): getFileInfo", path ? path : "(null)"), nullptr,
      [&]() -> Result<hdfsFileInfo*> {
        const std::string name = TRY(resolve(*fs, path));
        hdfs::FileStatus status = TRY(fs->file_system->status(name));
        status.path = name;
        return to_c(*fs->file_system, {status});
      });
}

void hdfsFreeFileInfo(hdfsFileInfo* infos, int count) {
  for (int i = 0; infos != nullptr && i < count; ++i) {
    std::free(infos[i].mName);
    std::free(infos[i].mOwner);
    std::free(infos[i].mGroup);
  }
  std::free(infos);
}

int hdfsFileIsEncrypted(hdfsFileInfo* info) { return info->mOwner[std::strlen(info->mOwner) + 1]; }

char*** hdfsGetHosts(hdfsFS fs, const char* path, tOffset start, tOffset length) {
  return guard<char***>(
      fmt::format("hdfsGetHosts(path={}, start={}, length={}): FileSystem#getFileBlockLocations",
                  path ? path : "(null)", start, length),
      nullptr, [&]() -> Result<char***> {
        const std::string name = TRY(resolve(*fs, path));
        if (start < 0 || length < 0)
          return Error{ErrorCode::kIllegalArgument, "Invalid start or len parameter"};
        TRY(fs->file_system->status(name));
        const std::vector<hdfs::BlockLocation> blocks = TRY(fs->file_system->block_locations(
            name, static_cast<std::uint64_t>(start), static_cast<std::uint64_t>(length)));
        return to_c(blocks);
      });
}

void hdfsFreeHosts(char*** hosts) {
  if (hosts == nullptr) return;
  for (auto*** block = hosts; *block != nullptr; ++block) {
    for (auto** host = *block; *host != nullptr; ++host) std::free(*host);
    std::free(*block);
  }
  std::free(hosts);
}

tOffset hdfsGetDefaultBlockSize(hdfsFS fs) { return hdfsGetDefaultBlockSizeAtPath(fs, "/"); }

tOffset hdfsGetDefaultBlockSizeAtPath(hdfsFS fs, const char* path) {
  return guard<tOffset>("hdfsGetDefaultBlockSize: FileSystem#getDefaultBlockSize", -1,
                        [&]() -> Result<tOffset> {
    const std::string name = TRY(resolve(*fs, path));
    if (fs->file_system->scheme() == "hdfs")  // the client's setting decides, as for new files
      return static_cast<tOffset>(fs->configuration.get_size(keys::kDfsBlocksize));
    return static_cast<tOffset>(fs->file_system->server_defaults(name).block_size_bytes);
  });
}

tOffset hdfsGetCapacity(hdfsFS fs) {
  return guard<tOffset>("hdfsGetCapacity: FileSystem#getStatus", -1, [&]() -> Result<tOffset> {
    const auto status = TRY(fs->file_system->file_system_status("/"));
    return static_cast<tOffset>(status.capacity_bytes);
  });
}

tOffset hdfsGetUsed(hdfsFS fs) {
  return guard<tOffset>("hdfsGetUsed: FileSystem#getStatus", -1, [&]() -> Result<tOffset> {
    const auto status = TRY(fs->file_system->file_system_status("/"));
    return static_cast<tOffset>(status.used_bytes);
  });
}
