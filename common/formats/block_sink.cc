#include "common/formats/block_sink.h"

#include <lz4.h>
#include <snappy.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/io/byte_writer.h"

namespace mammoth::formats {

namespace {

// io.compression.codec.{lz4,snappy}.buffersize, less what incompressible data may grow by.
constexpr std::size_t kBlockBufferBytes = 256 * 1024;
constexpr std::size_t kSnappyBlockBytes = kBlockBufferBytes - (kBlockBufferBytes / 6 + 32);
constexpr std::size_t kLz4BlockBytes = kBlockBufferBytes - (kBlockBufferBytes / 255 + 16);

class BlockSink : public ByteSink {
 public:
  BlockSink(std::unique_ptr<ByteSink> sink, std::size_t block_bytes)
      : sink_(std::move(sink)), block_bytes_(block_bytes) {}

  using ByteSink::write;
  Result<void> write(ByteView bytes) final {
    if (!pending_.empty() && pending_.size() + bytes.size() > block_bytes_) TRY(flush());
    if (bytes.size() > block_bytes_) return write_large(bytes);
    pending_.append(as_text(bytes));
    return {};
  }

  Result<void> close() final {
    if (closed_) return {};
    closed_ = true;
    TRY(flush());
    return sink_->close();
  }

 protected:
  // Appends `plain` compressed to `out`.
  virtual void compress(std::string_view plain, std::string& out) = 0;

 private:
  Result<void> write_large(ByteView bytes) {
    TRY(write_length(bytes.size()));
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(block_bytes_, bytes.size())))
      TRY(write_chunk(as_text(bytes.first(std::min(block_bytes_, bytes.size())))));
    return {};
  }

  Result<void> flush() {
    TRY(write_length(pending_.size()));
    if (!pending_.empty()) TRY(write_chunk(pending_));
    pending_.clear();
    return {};
  }

  Result<void> write_length(std::size_t length) {
    check(length <= INT32_MAX, "one write of less than 2 GiB");
    std::string bytes;
    ByteWriter(bytes).u32(static_cast<std::uint32_t>(length));
    return sink_->write(as_byte_view(bytes));
  }

  Result<void> write_chunk(std::string_view plain) {
    packed_.assign(4, '\0');
    compress(plain, packed_);
    store_big_endian(static_cast<std::uint32_t>(packed_.size() - 4),
                     reinterpret_cast<std::byte*>(packed_.data()));
    return sink_->write(as_byte_view(packed_));
  }

  const std::unique_ptr<ByteSink> sink_;
  const std::size_t block_bytes_;
  std::string pending_;
  std::string packed_;
  bool closed_ = false;
};

class SnappySink final : public BlockSink {
 public:
  explicit SnappySink(std::unique_ptr<ByteSink> sink)
      : BlockSink(std::move(sink), kSnappyBlockBytes) {}

 protected:
  void compress(std::string_view plain, std::string& out) override {
    const std::size_t start = out.size();
    out.resize(start + ::snappy::MaxCompressedLength(plain.size()));
    std::size_t length = 0;
    ::snappy::RawCompress(plain.data(), plain.size(), out.data() + start, &length);
    out.resize(start + length);
  }
};

class Lz4Sink final : public BlockSink {
 public:
  explicit Lz4Sink(std::unique_ptr<ByteSink> sink) : BlockSink(std::move(sink), kLz4BlockBytes) {}

 protected:
  void compress(std::string_view plain, std::string& out) override {
    const std::size_t start = out.size();
    const int room = ::LZ4_compressBound(static_cast<int>(plain.size()));
    out.resize(start + static_cast<std::size_t>(room));
    const int length = ::LZ4_compress_default(plain.data(), out.data() + start,
                                              static_cast<int>(plain.size()), room);
    check(length > 0, "LZ4 has the room that it asked for");
    out.resize(start + static_cast<std::size_t>(length));
  }
};

}  // namespace

std::unique_ptr<ByteSink> snappy_sink(std::unique_ptr<ByteSink> sink) {
  return std::make_unique<SnappySink>(std::move(sink));
}

std::unique_ptr<ByteSink> lz4_sink(std::unique_ptr<ByteSink> sink) {
  return std::make_unique<Lz4Sink>(std::move(sink));
}

}  // namespace mammoth::formats
