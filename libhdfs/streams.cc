// Bytes in and out.
#include <fmt/format.h>

#include <cstdio>
#include <limits>

#include "libhdfs/handles.h"

using namespace mammoth;
using namespace mammoth::libhdfs;

namespace {

// 0, or why the file cannot be read: closed, or open for writing.
int refuse_reading(hdfsFile file) {
  if (file == nullptr) return EBADF;
  if (file->reader) return 0;
  std::fputs("Cannot read from a non-InputStream object!\n", stderr);
  return EINVAL;
}

std::span<std::byte> bytes(void* buffer, tSize length) {
  return {static_cast<std::byte*>(buffer), static_cast<std::size_t>(length)};
}

int fail(int error_number) {
  errno = error_number;
  return -1;
}

Error negative_position() { return {ErrorCode::kEof, "position is negative"}; }

template <class Body>
int flush(hdfsFile file, const char* what, Body body) {
  if (file == nullptr || !file->writer) return fail(EBADF);
  return guard_done(what, body);
}

}  // namespace

tSize hdfsRead(hdfsFS, hdfsFile file, void* buffer, tSize length) {
  if (length == 0) return 0;
  if (length < 0) return fail(EINVAL);
  if (const int refused = refuse_reading(file); refused != 0) return fail(refused);
  return guard<tSize>("hdfsRead: FSDataInputStream#read", -1, [&]() -> Result<tSize> {
    const std::size_t count = TRY(file->reader->read(bytes(buffer, length)));
    return static_cast<tSize>(count);
  });
}

tSize hdfsPread(hdfsFS, hdfsFile file, tOffset position, void* buffer, tSize length) {
  if (length == 0) return 0;
  if (length < 0) return fail(EINVAL);
  if (const int refused = refuse_reading(file); refused != 0) return fail(refused);
  return guard<tSize>("hdfsPread: FSDataInputStream#read", -1, [&]() -> Result<tSize> {
    if (position < 0) return negative_position();
    const std::size_t count =
        TRY(file->reader->read_at(static_cast<std::uint64_t>(position), bytes(buffer, length)));
    return static_cast<tSize>(count);
  });
}

int hdfsPreadFully(hdfsFS, hdfsFile file, tOffset position, void* buffer, tSize length) {
  if (length == 0) return 0;
  if (length < 0) return fail(EINVAL);
  if (const int refused = refuse_reading(file); refused != 0) return fail(refused);
  return guard_done("hdfsPreadFully: FSDataInputStream#readFully", [&]() -> Result<void> {
    if (position < 0) return negative_position();
    auto rest = bytes(buffer, length);
    for (auto offset = static_cast<std::uint64_t>(position); !rest.empty();) {
      const std::size_t count = TRY(file->reader->read_at(offset, rest));
      if (count == 0)
        return Error{ErrorCode::kEof, "End of file reached before reading fully."};
      offset += count;
      rest = rest.subspan(count);
    }
    return {};
  });
}

int hdfsSeek(hdfsFS, hdfsFile file, tOffset position) {
  if (file == nullptr || !file->reader) return fail(EBADF);
  return guard_done(fmt::format("hdfsSeek(desiredPos={}): FSDataInputStream#seek", position),
                    [&]() -> Result<void> {
    if (position < 0) return Error{ErrorCode::kEof, "Cannot seek to negative offset"};
    return file->reader->seek(static_cast<std::uint64_t>(position));
  });
}

tOffset hdfsTell(hdfsFS, hdfsFile file) {
  if (file == nullptr) return fail(EBADF);
  return static_cast<tOffset>(file->reader ? file->reader->position() : file->writer->position());
}

int hdfsAvailable(hdfsFS, hdfsFile file) {
  if (file == nullptr || !file->reader) return fail(EBADF);
  const auto left = file->reader->length_bytes() - file->reader->position();
  return static_cast<int>(std::min<std::uint64_t>(left, std::numeric_limits<int>::max()));
}

tSize hdfsWrite(hdfsFS, hdfsFile file, const void* buffer, tSize length) {
  if (file == nullptr) return fail(EBADF);
  if (length < 0) return fail(EINVAL);
  if (!file->writer) {
    std::fputs("Cannot write into a non-OutputStream object!\n", stderr);
    return fail(EINVAL);
  }
  if (length == 0) return 0;
  return guard<tSize>("hdfsWrite: FSDataOutputStream#write", -1, [&]() -> Result<tSize> {
    TRY(file->writer->write(
        {static_cast<const std::byte*>(buffer), static_cast<std::size_t>(length)}));
    return length;
  });
}

// Java's flush() promises nothing, and neither does this.
int hdfsFlush(hdfsFS, hdfsFile file) {
  return flush(file, "hdfsFlush: FSDataOutputStream#flush", []() -> Result<void> { return {}; });
}

int hdfsHFlush(hdfsFS, hdfsFile file) {
  return flush(file, "hdfsHFlush: FSDataOutputStream#hflush", [&] { return file->writer->hflush(); });
}

int hdfsHSync(hdfsFS, hdfsFile file) {
  return flush(file, "hdfsHSync: FSDataOutputStream#hsync", [&] { return file->writer->hsync(); });
}

// --- reading into the library's buffers --------------------------------------------------------------

struct hadoopRzOptions {
  bool has_pool = false;
};

struct hadoopRzBuffer {
  std::unique_ptr<std::byte[]> data{};
  std::int32_t length = 0;
};

hadoopRzOptions* hadoopRzOptionsAlloc() { return new (std::nothrow) hadoopRzOptions; }
void hadoopRzOptionsFree(hadoopRzOptions* options) { delete options; }

// Bytes are checked in any case.
int hadoopRzOptionsSetSkipChecksum(hadoopRzOptions*, int) { return 0; }

int hadoopRzOptionsSetByteBufferPool(hadoopRzOptions* options, const char* name) {
  const std::string_view text = name ? name : "";
  if (name != nullptr && text != ELASTIC_BYTE_BUFFER_POOL_CLASS &&
      text != "org/apache/hadoop/io/WeakReferencedElasticByteBufferPool") {
    std::fprintf(stderr, "hadoopRzOptionsSetByteBufferPool(className=%s): no such pool\n", name);
    return fail(EINVAL);
  }
  options->has_pool = name != nullptr;
  return 0;
}

hadoopRzBuffer* hadoopReadZero(hdfsFile file, hadoopRzOptions* options, int32_t most) {
  if (const int refused = refuse_reading(file); refused != 0) {
    errno = refused;
    return nullptr;
  }
  if (!options->has_pool) {
    errno = EPROTONOSUPPORT;
    return nullptr;
  }
  auto* buffer = guard<hadoopRzBuffer*>("hadoopReadZero: FSDataInputStream#read", nullptr,
                                        [&]() -> Result<hadoopRzBuffer*> {
    if (most < 0)
      return Error{ErrorCode::kIllegalArgument, "can't read a negative number of bytes."};
    auto made = std::make_unique<hadoopRzBuffer>();
    const auto left = file->reader->length_bytes() - file->reader->position();
    const auto wanted = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(most));
    if (wanted == 0) return made.release();
    made->data = std::make_unique_for_overwrite<std::byte[]>(wanted);
    made->length = static_cast<std::int32_t>(TRY(file->reader->read({made->data.get(), wanted})));
    return made.release();
  });
  if (buffer != nullptr) errno = 0;
  return buffer;
}

int32_t hadoopRzBufferLength(const hadoopRzBuffer* buffer) { return buffer->length; }
const void* hadoopRzBufferGet(const hadoopRzBuffer* buffer) { return buffer->data.get(); }
void hadoopRzBufferFree(hdfsFile, hadoopRzBuffer* buffer) { delete buffer; }

// --- statistics --------------------------------------------------------------------------------------

int hdfsFileGetReadStatistics(hdfsFile file, hdfsReadStatistics** statistics) {
  if (!file->reader) return fail(EINVAL);
  if (file->file_system->scheme() != "hdfs") return fail(ENOTSUP);
  const auto seen = file->reader->statistics();
  *statistics = new (std::nothrow)
      hdfsReadStatistics{seen.total_bytes, seen.local_bytes, seen.short_circuit_bytes, 0};
  return *statistics ? 0 : fail(ENOMEM);
}

int64_t hdfsReadStatisticsGetRemoteBytesRead(const hdfsReadStatistics* statistics) {
  return static_cast<int64_t>(statistics->totalBytesRead - statistics->totalLocalBytesRead);
}

int hdfsFileClearReadStatistics(hdfsFile file) {
  if (!file->reader) return errno = EINVAL;
  if (file->file_system->scheme() != "hdfs") return errno = ENOTSUP;
  file->reader->clear_statistics();
  return 0;
}

void hdfsFileFreeReadStatistics(hdfsReadStatistics* statistics) { delete statistics; }

int hdfsGetHedgedReadMetrics(hdfsFS fs, hdfsHedgedReadMetrics** metrics) {
  if (fs->file_system->scheme() != "hdfs") return fail(ENOTSUP);
  const auto seen = fs->file_system->hedged_read_metrics();
  *metrics = new (std::nothrow)
      hdfsHedgedReadMetrics{seen.operations, seen.wins, seen.in_calling_thread};
  return *metrics ? 0 : fail(ENOMEM);
}

void hdfsFreeHedgedReadMetrics(hdfsHedgedReadMetrics* metrics) { delete metrics; }
