#include "common/formats/bzip2_source.h"

#include <bzlib.h>

#include <array>

namespace mammoth::formats {

namespace {

class Bzip2Source final : public ByteSource {
 public:
  explicit Bzip2Source(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {
    ::BZ2_bzDecompressInit(&stream_, 0, 0);
  }
  ~Bzip2Source() override { ::BZ2_bzDecompressEnd(&stream_); }
  Bzip2Source(const Bzip2Source&) = delete;
  Bzip2Source& operator=(const Bzip2Source&) = delete;

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    stream_.next_out = reinterpret_cast<char*>(buffer.data());
    stream_.avail_out = static_cast<unsigned>(buffer.size());
    while (stream_.avail_out == buffer.size() && !buffer.empty()) {
      if (stream_.avail_in == 0) TRY(fill());
      if (stream_.avail_in == 0) {
        if (between_streams_) return 0;
        return Error{ErrorCode::kEof, "Unexpected end of bzip2 data"};
      }
      if (between_streams_ && started_) restart();
      started_ = true;
      between_streams_ = false;
      const int outcome = ::BZ2_bzDecompress(&stream_);
      if (outcome == BZ_STREAM_END)
        between_streams_ = true;
      else if (outcome != BZ_OK)
        return Error{ErrorCode::kIo, "Stream is not bzip2 formatted, or it is damaged"};
    }
    return buffer.size() - stream_.avail_out;
  }

 private:
  Result<void> fill() {
    stream_.avail_in = static_cast<unsigned>(TRY(source_->read(input_)));
    stream_.next_in = reinterpret_cast<char*>(input_.data());
    return {};
  }

  void restart() {
    const bz_stream old = stream_;
    ::BZ2_bzDecompressEnd(&stream_);
    stream_ = {};
    ::BZ2_bzDecompressInit(&stream_, 0, 0);
    stream_.next_in = old.next_in;
    stream_.avail_in = old.avail_in;
    stream_.next_out = old.next_out;
    stream_.avail_out = old.avail_out;
  }

  std::unique_ptr<ByteSource> source_;
  bz_stream stream_{};
  std::array<std::byte, 64 * 1024> input_;
  bool started_ = false;
  bool between_streams_ = true;
};

}  // namespace

std::unique_ptr<ByteSource> bzip2_source(std::unique_ptr<ByteSource> source) {
  return std::make_unique<Bzip2Source>(std::move(source));
}

}  // namespace mammoth::formats
