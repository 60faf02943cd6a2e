#include "common/formats/sequence_writer.h"

#include <random>

#include "common/base/check.h"
#include "common/formats/writable_text.h"
#include "common/io/byte_writer.h"

namespace mammoth::formats {

namespace {

constexpr std::uint64_t kSyncInterval = 5 * 1024 * (4 + kSequenceSyncBytes);

void append_name(std::string& out, std::string_view name) {
  append_vlong(out, static_cast<std::int64_t>(name.size()));
  out += name;
}

std::string sync_by_chance() {
  std::random_device random;
  std::string bytes;
  while (bytes.size() < kSequenceSyncBytes) ByteWriter(bytes).u32(random());
  return bytes;
}

}  // namespace

Result<std::unique_ptr<SequenceWriter>> SequenceWriter::create(std::unique_ptr<ByteSink> sink,
                                                               SequenceHeader header,
                                                               Options options) {
  if (header.sync.empty()) header.sync = sync_by_chance();
  check(header.sync.size() == kSequenceSyncBytes, "a sync marker has 16 bytes");
  if (header.compression == SequenceCompression::kNone)
    header.codec = Codec::kNone;
  else if (header.codec == Codec::kNone)
    header.codec = Codec::kDeflate;
  header.version = 6;
  std::unique_ptr<SequenceWriter> writer(
      new SequenceWriter(std::move(sink), std::move(header), options));
  TRY(writer->write_header());
  return writer;
}

Result<void> SequenceWriter::write_header() {
  std::string bytes("SEQ\6", 4);
  append_name(bytes, header_.key_class);
  append_name(bytes, header_.value_class);
  ByteWriter writer(bytes);
  writer.u8(header_.compression != SequenceCompression::kNone);
  writer.u8(header_.compression == SequenceCompression::kBlock);
  if (header_.codec != Codec::kNone) append_name(bytes, class_name_of(header_.codec));
  writer.u32(static_cast<std::uint32_t>(header_.metadata.size()));
  for (const auto& [key, value] : header_.metadata) {
    append_name(bytes, key);
    append_name(bytes, value);
  }
  bytes += header_.sync;
  return write(bytes);
}

Result<void> SequenceWriter::write(std::string_view bytes) {
  TRY(sink_->write(bytes));
  position_ += bytes.size();
  return {};
}

Result<void> SequenceWriter::write_marker() {
  if (last_sync_ == position_) return {};
  TRY(write("\xff\xff\xff\xff" + header_.sync));
  last_sync_ = position_;
  return {};
}

Result<void> SequenceWriter::append(std::string_view key, std::string_view value) {
  if (key.size() + value.size() > kMaxSequenceRecordBytes)
    return Error{ErrorCode::kIo, "A record of a SequenceFile may have 1 GiB"};
  if (header_.compression == SequenceCompression::kBlock) {
    append_vlong(key_lengths_, static_cast<std::int64_t>(key.size()));
    keys_ += key;
    append_vlong(value_lengths_, static_cast<std::int64_t>(value.size()));
    values_ += value;
    ++records_;
    return keys_.size() + values_.size() >= options_.block_bytes ? write_block() : Result<void>();
  }
  if (position_ >= last_sync_ + kSyncInterval) TRY(write_marker());
  std::string packed;
  if (header_.codec != Codec::kNone) {
    packed = compress(header_.codec, as_byte_view(value), options_.level);
    value = packed;
  }
  record_.clear();
  ByteWriter writer(record_);
  writer.u32(static_cast<std::uint32_t>(key.size() + value.size()));
  writer.u32(static_cast<std::uint32_t>(key.size()));
  record_ += key;
  record_ += value;
  return write(record_);
}

Result<void> SequenceWriter::write_block() {
  if (records_ == 0) return {};
  TRY(write_marker());
  std::string bytes;
  append_vlong(bytes, static_cast<std::int64_t>(records_));
  for (std::string* part : {&key_lengths_, &keys_, &value_lengths_, &values_}) {
    const std::string packed = compress(header_.codec, as_byte_view(*part), options_.level);
    append_vlong(bytes, static_cast<std::int64_t>(packed.size()));
    bytes += packed;
    part->clear();
  }
  records_ = 0;
  return write(bytes);
}

Result<void> SequenceWriter::sync() {
  return header_.compression == SequenceCompression::kBlock ? write_block() : write_marker();
}

Result<void> SequenceWriter::close() {
  if (closed_) return {};
  TRY(write_block());
  closed_ = true;
  return sink_->close();
}

}  // namespace mammoth::formats
