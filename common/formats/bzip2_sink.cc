#include "common/formats/bzip2_sink.h"

#include <bzlib.h>

#include <algorithm>
#include <array>

#include "common/base/check.h"

namespace mammoth::formats {

namespace {

class Bzip2Sink final : public ByteSink {
 public:
  Bzip2Sink(std::unique_ptr<ByteSink> sink, int level) : sink_(std::move(sink)) {
    check(::BZ2_bzCompressInit(&stream_, level, 0, 0) == BZ_OK, "bzip2 takes the level");
  }
  ~Bzip2Sink() override { ::BZ2_bzCompressEnd(&stream_); }
  Bzip2Sink(const Bzip2Sink&) = delete;
  Bzip2Sink& operator=(const Bzip2Sink&) = delete;

  using ByteSink::write;
  Result<void> write(ByteView bytes) override {
    while (!bytes.empty()) {
      const ByteView part = bytes.first(std::min(bytes.size(), kMaxPart));
      bytes = bytes.subspan(part.size());
      stream_.next_in = reinterpret_cast<char*>(const_cast<std::byte*>(part.data()));
      stream_.avail_in = static_cast<unsigned>(part.size());
      while (stream_.avail_in > 0) TRY(step(BZ_RUN));
    }
    return {};
  }

  Result<void> close() override {
    if (closed_) return {};
    closed_ = true;
    while (TRY(step(BZ_FINISH)) != BZ_STREAM_END) continue;
    return sink_->close();
  }

 private:
  static constexpr std::size_t kMaxPart = 1 << 30;  // bzip2 counts in 32 bits

  Result<int> step(int action) {
    stream_.next_out = reinterpret_cast<char*>(output_.data());
    stream_.avail_out = static_cast<unsigned>(output_.size());
    const int outcome = ::BZ2_bzCompress(&stream_, action);
    check(outcome >= 0, "bzip2's state is whole");
    const std::size_t length = output_.size() - stream_.avail_out;
    if (length > 0) TRY(sink_->write(ByteView(output_).first(length)));
    return outcome;
  }

  const std::unique_ptr<ByteSink> sink_;
  bz_stream stream_{};
  std::array<std::byte, 64 * 1024> output_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<ByteSink> bzip2_sink(std::unique_ptr<ByteSink> sink, std::optional<int> level) {
  return std::make_unique<Bzip2Sink>(std::move(sink), level.value_or(9));
}

}  // namespace mammoth::formats
