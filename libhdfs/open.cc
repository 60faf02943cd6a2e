// Opening, now or through a builder, and closing.
#include <fmt/format.h>

#include <cstdio>

#include "libhdfs/handles.h"

using namespace mammoth;
using namespace mammoth::libhdfs;

struct hdfsStreamBuilder {
  hdfsFS fs;
  int flags;
  std::int16_t replication = 0;
  std::int64_t block_size = 0;
  std::string path{};
};

namespace mammoth::libhdfs {
namespace {

// A mode that no file can be opened in, with a line for the user; 0: go on.
int refuse_mode(int flags) {
  const int mode = flags & O_ACCMODE;
  if (mode == O_RDWR) {
    std::fputs("ERROR: cannot open an hdfs file in O_RDWR mode\n", stderr);
    return ENOTSUP;
  }
  if (mode != O_RDONLY && mode != O_WRONLY) {
    std::fprintf(stderr, "ERROR: cannot open an hdfs file in mode 0x%x\n", mode);
    return EINVAL;
  }
  if ((flags & O_CREAT) != 0 && (flags & O_EXCL) != 0)
    std::fputs("WARN: hdfs does not truly support O_CREATE && O_EXCL\n", stderr);
  return 0;
}

hdfsFile open_checked(hdfsFS fs, const char* path, int flags, std::int16_t replication,
                      std::int64_t block_size) {
  if (const int refused = refuse_mode(flags); refused != 0) {
    errno = refused;
    return nullptr;
  }
  const auto* method = (flags & O_ACCMODE) == O_RDONLY ? "open" : flags & O_APPEND ? "append" : "create";
  return guard<hdfsFile>(
      fmt::format("hdfsOpenFile({}): FileSystem#{}", path ? path : "(null)", method), nullptr,
      [&] { return open_stream(*fs, path, flags, replication, block_size); });
}

}  // namespace

Result<hdfsFile> open_stream(hdfs_internal& fs, const char* path, int flags, std::int16_t replication,
                             std::int64_t block_size) {
  const std::string name = TRY(resolve(fs, path));
  auto file = std::make_unique<hdfsFile_internal>(fs.file_system);
  if ((flags & O_ACCMODE) == O_RDONLY) {
    file->reader = TRY(fs.file_system->open(name));
  } else if (flags & O_APPEND) {
    file->writer = TRY(fs.file_system->append(name));
  } else {
    hdfs::CreateOptions options;
    if (replication > 0) options.replication = static_cast<std::uint16_t>(replication);
    if (block_size > 0) options.block_size_bytes = static_cast<std::uint64_t>(block_size);
    file->writer = TRY(fs.file_system->create(name, options));
  }
  return file.release();
}

}  // namespace mammoth::libhdfs

hdfsFile hdfsOpenFile(hdfsFS fs, const char* path, int flags, int, short replication, tSize block_size) {
  return open_checked(fs, path, flags, replication, block_size);
}

hdfsStreamBuilder* hdfsStreamBuilderAlloc(hdfsFS fs, const char* path, int flags) {
  if (path == nullptr) {
    errno = EINVAL;
    return nullptr;
  }
  return guard<hdfsStreamBuilder*>("hdfsStreamBuilderAlloc", nullptr,
                                   [&]() -> Result<hdfsStreamBuilder*> {
    return new hdfsStreamBuilder{.fs = fs, .flags = flags, .path = path};
  });
}

void hdfsStreamBuilderFree(hdfsStreamBuilder* builder) { delete builder; }

int hdfsStreamBuilderSetBufferSize(hdfsStreamBuilder* builder, int32_t) {
  if ((builder->flags & O_ACCMODE) == O_RDWR) {
    errno = EINVAL;
    return -1;
  }
  return 0;  // buffers have the sizes that cost least
}

int hdfsStreamBuilderSetReplication(hdfsStreamBuilder* builder, int16_t replication) {
  if ((builder->flags & O_ACCMODE) != O_WRONLY) {
    errno = EINVAL;
    return -1;
  }
  builder->replication = replication;
  return 0;
}

int hdfsStreamBuilderSetDefaultBlockSize(hdfsStreamBuilder* builder, int64_t block_size) {
  if ((builder->flags & O_ACCMODE) != O_WRONLY) {
    errno = EINVAL;
    return -1;
  }
  builder->block_size = block_size;
  return 0;
}

hdfsFile hdfsStreamBuilderBuild(hdfsStreamBuilder* builder) {
  const std::unique_ptr<hdfsStreamBuilder> owned(builder);
  return open_checked(builder->fs, builder->path.c_str(), builder->flags, builder->replication,
                      builder->block_size);
}

int hdfsCloseFile(hdfsFS, hdfsFile file) {
  if (file == nullptr) {
    errno = EBADF;
    return -1;
  }
  const std::unique_ptr<hdfsFile_internal> owned(file);
  if (!file->writer) return 0;
  return guard_done("FSDataOutputStream#close", [&] { return file->writer->close(); });
}

int hdfsFileIsOpenForRead(hdfsFile file) { return file->reader != nullptr; }
int hdfsFileIsOpenForWrite(hdfsFile file) { return file->writer != nullptr; }

int hdfsUnbufferFile(hdfsFile file) {
  errno = 0;
  if (!file->reader) return errno = ENOTSUP;
  guard_done("FSDataInputStream#unbuffer", [&]() -> Result<void> {
    file->reader->unbuffer();
    return {};
  });
  return errno;
}
