#include "common/formats/deflate_sink.h"

#include <zlib.h>

#include <array>

#include "common/base/check.h"
#include "common/formats/zlib_window.h"

namespace mammoth::formats {

namespace {

class DeflateSink final : public ByteSink {
 public:
  DeflateSink(std::unique_ptr<ByteSink> sink, DeflateFormat format, int level)
      : sink_(std::move(sink)) {
    const int outcome = ::deflateInit2(&stream_, level, Z_DEFLATED, zlib_window_bits(format),
                                       MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY);
    check(outcome == Z_OK, "zlib takes the level");
  }
  ~DeflateSink() override { ::deflateEnd(&stream_); }
  DeflateSink(const DeflateSink&) = delete;
  DeflateSink& operator=(const DeflateSink&) = delete;

  using ByteSink::write;
  Result<void> write(ByteView bytes) override {
    while (!bytes.empty()) {
      const ByteView part = bytes.first(std::min(bytes.size(), kMaxPart));
      bytes = bytes.subspan(part.size());
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(part.data()));
      stream_.avail_in = static_cast<uInt>(part.size());
      while (stream_.avail_in > 0) TRY(step(Z_NO_FLUSH));
    }
    return {};
  }

  Result<void> close() override {
    if (closed_) return {};
    closed_ = true;
    while (TRY(step(Z_FINISH)) != Z_STREAM_END) continue;
    return sink_->close();
  }

 private:
  static constexpr std::size_t kMaxPart = 1 << 30;  // zlib counts in 32 bits

  Result<int> step(int flush) {
    stream_.next_out = reinterpret_cast<Bytef*>(output_.data());
    stream_.avail_out = static_cast<uInt>(output_.size());
    const int outcome = ::deflate(&stream_, flush);
    check(outcome != Z_STREAM_ERROR, "zlib's state is whole");
    const std::size_t length = output_.size() - stream_.avail_out;
    if (length > 0) TRY(sink_->write(ByteView(output_).first(length)));
    return outcome;
  }

  const std::unique_ptr<ByteSink> sink_;
  z_stream stream_{};
  std::array<std::byte, 64 * 1024> output_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<ByteSink> deflate_sink(std::unique_ptr<ByteSink> sink, DeflateFormat format,
                                       std::optional<int> level) {
  return std::make_unique<DeflateSink>(std::move(sink), format,
                                       level.value_or(Z_DEFAULT_COMPRESSION));
}

}  // namespace mammoth::formats
