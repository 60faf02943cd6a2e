#include "common/formats/zstd_stream.h"

#include <fmt/format.h>
#include <zstd.h>

#include <array>

#include "common/base/check.h"

namespace mammoth::formats {

namespace {

constexpr std::size_t kZstdBufferBytes = 128 * 1024;

class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    ::ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
    while (output.pos == 0 && !buffer.empty()) {
      // A full output may have left more inside; only then there is work without input.
      if (input_.pos == input_.size && !more_inside_) {
        input_ = {bytes_.data(), TRY(source_->read(bytes_)), 0};
        if (input_.size == 0) {
          if (frame_ended_) return 0;
          return Error{ErrorCode::kEof, "Unexpected end of zstd data"};
        }
      }
      const std::size_t outcome = ::ZSTD_decompressStream(stream_.get(), &output, &input_);
      if (::ZSTD_isError(outcome) != 0)
        return Error{ErrorCode::kIo,
                     fmt::format("Invalid zstd data: {}", ::ZSTD_getErrorName(outcome))};
      frame_ended_ = outcome == 0;
      more_inside_ = !frame_ended_ && output.pos == output.size;
    }
    return output.pos;
  }

 private:
  struct Free {
    void operator()(::ZSTD_DStream* stream) const { ::ZSTD_freeDStream(stream); }
  };

  const std::unique_ptr<ByteSource> source_;
  const std::unique_ptr<::ZSTD_DStream, Free> stream_{::ZSTD_createDStream()};
  std::array<std::byte, kZstdBufferBytes> bytes_;
  ::ZSTD_inBuffer input_{bytes_.data(), 0, 0};
  bool frame_ended_ = true;
  bool more_inside_ = false;
};

class ZstdSink final : public ByteSink {
 public:
  ZstdSink(std::unique_ptr<ByteSink> sink, int level) : sink_(std::move(sink)) {
    ::ZSTD_CCtx_setParameter(stream_.get(), ::ZSTD_c_compressionLevel, level);
  }

  using ByteSink::write;
  Result<void> write(ByteView bytes) override {
    ::ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    while (input.pos < input.size) TRY(step(input, ::ZSTD_e_continue));
    return {};
  }

  Result<void> close() override {
    if (closed_) return {};
    closed_ = true;
    ::ZSTD_inBuffer input{nullptr, 0, 0};
    while (TRY(step(input, ::ZSTD_e_end)) != 0) continue;
    return sink_->close();
  }

 private:
  struct Free {
    void operator()(::ZSTD_CCtx* stream) const { ::ZSTD_freeCCtx(stream); }
  };

  // Answers how much is left to flush.
  Result<std::size_t> step(::ZSTD_inBuffer& input, ::ZSTD_EndDirective directive) {
    ::ZSTD_outBuffer output{bytes_.data(), bytes_.size(), 0};
    const std::size_t left = ::ZSTD_compressStream2(stream_.get(), &output, &input, directive);
    check(::ZSTD_isError(left) == 0, "zstd's state is whole");
    if (output.pos > 0) TRY(sink_->write(ByteView(bytes_).first(output.pos)));
    return left;
  }

  const std::unique_ptr<ByteSink> sink_;
  const std::unique_ptr<::ZSTD_CCtx, Free> stream_{::ZSTD_createCCtx()};
  std::array<std::byte, kZstdBufferBytes> bytes_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> zstd_source(std::unique_ptr<ByteSource> source) {
  return std::make_unique<ZstdSource>(std::move(source));
}

std::unique_ptr<ByteSink> zstd_sink(std::unique_ptr<ByteSink> sink, std::optional<int> level) {
  return std::make_unique<ZstdSink>(std::move(sink), level.value_or(3));
}

}  // namespace mammoth::formats
