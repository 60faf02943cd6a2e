#include "common/formats/inflate_source.h"

#include <zlib.h>

#include <array>

#include "common/formats/zlib_window.h"

namespace mammoth::formats {

namespace {

class InflateSource final : public ByteSource {
 public:
  InflateSource(std::unique_ptr<ByteSource> source, DeflateFormat format)
      : source_(std::move(source)), format_(format) {
    ::inflateInit2(&stream_, zlib_window_bits(format));
  }
  ~InflateSource() override { ::inflateEnd(&stream_); }
  InflateSource(const InflateSource&) = delete;
  InflateSource& operator=(const InflateSource&) = delete;

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    while (stream_.avail_out == buffer.size() && !buffer.empty()) {
      if (stream_.avail_in == 0) TRY(fill());
      if (stream_.avail_in == 0 && (member_ended_ || is_new_)) return 0;
      if (member_ended_) TRY(next_member());
      if (ended_) return 0;
      const int outcome = ::inflate(&stream_, Z_NO_FLUSH);
      is_new_ = false;
      if (outcome == Z_STREAM_END)
        member_ended_ = true;
      else if (outcome == Z_BUF_ERROR && stream_.avail_in == 0)
        return Error{ErrorCode::kEof, "Unexpected end of input stream"};
      else if (outcome != Z_OK)
        return Error{ErrorCode::kIo,
                     stream_.msg != nullptr ? stream_.msg : "invalid compressed data"};
    }
    return buffer.size() - stream_.avail_out;
  }

 private:
  Result<void> fill() {
    stream_.avail_in = static_cast<uInt>(TRY(source_->read(input_)));
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    return {};
  }

  // Only gzip has members; what follows another stream does not belong to it.
  Result<void> next_member() {
    if (format_ == DeflateFormat::kGzip && *stream_.next_in == 0x1f) {
      ::inflateReset(&stream_);
      member_ended_ = false;
    } else {
      ended_ = true;
    }
    return {};
  }

  std::unique_ptr<ByteSource> source_;
  const DeflateFormat format_;
  z_stream stream_{};
  std::array<std::byte, 64 * 1024> input_;
  bool is_new_ = true;
  bool member_ended_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> inflate_source(std::unique_ptr<ByteSource> source,
                                           DeflateFormat format) {
  return std::make_unique<InflateSource>(std::move(source), format);
}

}  // namespace mammoth::formats
