#include "common/tfile/tfile_writer.h"

namespace mammoth::tfile {

namespace {

constexpr unsigned char kMagic[] = {0xd1, 0x11, 0xd3, 0x68, 0x91, 0xb5, 0xd7, 0xb6,
                                    0x39, 0xdf, 0x41, 0x40, 0x92, 0xba, 0xe1, 0x50};
constexpr std::size_t kChunkBytes = 1 << 20;

void append_fixed(std::string& out, std::uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(number >> shift & 0xFF));
}

void append_string(std::string& out, std::string_view text) {
  append_number(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

void append_region(std::string& out, std::uint64_t offset, std::uint64_t bytes) {
  append_number(out, static_cast<std::int64_t>(offset));
  append_number(out, static_cast<std::int64_t>(bytes));  // compressed
  append_number(out, static_cast<std::int64_t>(bytes));  // and not
}

}  // namespace

std::string_view magic() {
  return {reinterpret_cast<const char*>(kMagic), sizeof kMagic};
}

// Hadoop: Utils.writeVLong. The first byte tells how many follow, and for small numbers holds part
// of them.
void append_number(std::string& out, std::int64_t number) {
  if (number >= -32 && number <= 127) {
    out.push_back(static_cast<char>(number));
    return;
  }
  const std::int64_t magnitude = number < 0 ? ~number : number;
  int bytes = 4;
  while (bytes < 8 && magnitude >> (bytes * 8 - 1) != 0) ++bytes;
  const auto fits = [&](int width, std::int64_t limit) {
    const std::int64_t high = number >> ((width - 1) * 8);
    return high >= -limit && high < limit;
  };
  const auto rest = static_cast<std::uint64_t>(number);
  if (fits(2, 20)) {
    out.push_back(static_cast<char>((number >> 8) - 52));
    append_fixed(out, rest, 1);
  } else if (fits(3, 16)) {
    out.push_back(static_cast<char>((number >> 16) - 88));
    append_fixed(out, rest, 2);
  } else if (fits(4, 8)) {
    out.push_back(static_cast<char>((number >> 24) - 112));
    append_fixed(out, rest, 3);
  } else {
    out.push_back(static_cast<char>(bytes - 129));
    append_fixed(out, rest, bytes);
  }
}

void append_utf(std::string& out, std::string_view text) {
  text = text.substr(0, 0xFFFF);
  append_fixed(out, text.size(), 2);
  out += text;
}

Result<void> Writer::put(std::string_view bytes) {
  if (position_ == 0) {
    TRY(sink_(magic()));
    position_ = block_begin_ = sizeof kMagic;
  }
  TRY(sink_(bytes));
  position_ += bytes.size();
  return {};
}

Result<void> Writer::begin_record(std::string_view key) {
  key_ = key;
  if (records_ == 0) first_key_ = key;
  chunk_.clear();
  std::string bytes;
  append_string(bytes, key);
  return put(bytes);
}

Result<void> Writer::write_value(std::string_view piece) {
  chunk_ += piece;
  while (chunk_.size() > kChunkBytes) {
    std::string length;
    append_number(length, -static_cast<std::int64_t>(kChunkBytes));
    TRY(put(length));
    TRY(put(std::string_view(chunk_).substr(0, kChunkBytes)));
    chunk_.erase(0, kChunkBytes);
  }
  return {};
}

Result<void> Writer::end_record() {
  std::string length;
  append_number(length, static_cast<std::int64_t>(chunk_.size()));
  TRY(put(length));
  TRY(put(chunk_));
  chunk_.clear();
  ++records_;
  ++block_records_;
  if (position_ - block_begin_ >= kMinBlockBytes) return end_block();
  return {};
}

Result<void> Writer::end_block() {
  if (block_records_ == 0) return {};
  blocks_.push_back({block_begin_, position_ - block_begin_});
  index_.push_back({key_, std::exchange(block_records_, 0)});
  block_begin_ = position_;
  return {};
}

Result<Writer::Region> Writer::put_region(std::string_view bytes) {
  TRY(put({}));  // the magic, if nothing was written
  const Region region{position_, bytes.size()};
  TRY(put(bytes));
  return region;
}

Result<void> Writer::finish() {
  TRY(end_block());
  std::string meta;
  append_fixed(meta, 1, 2);
  append_fixed(meta, 0, 2);
  append_number(meta, static_cast<std::int64_t>(records_));
  append_string(meta, "");  // no comparator: keys have no order
  const Region meta_region = TRY(put_region(meta));
  std::string index;
  std::string entry;
  append_string(entry, first_key_);
  append_string(index, entry);
  for (const auto& block : index_) {
    entry.clear();
    append_string(entry, block.last_key);
    append_number(entry, static_cast<std::int64_t>(block.records));
    append_string(index, entry);
  }
  if (records_ == 0) index.assign(1, '\0');
  const Region index_region = TRY(put_region(index));
  std::string blocks;
  append_string(blocks, "none");
  append_number(blocks, static_cast<std::int64_t>(blocks_.size()));
  for (const auto& block : blocks_) append_region(blocks, block.offset, block.bytes);
  const Region blocks_region = TRY(put_region(blocks));
  const std::uint64_t names_at = position_;
  std::string names;
  append_number(names, 3);
  const std::pair<std::string_view, Region> parts[] = {{"data:BCFile.index", blocks_region},
                                                       {"data:TFile.index", index_region},
                                                       {"data:TFile.meta", meta_region}};
  for (const auto& [name, region] : parts) {
    append_string(names, name);
    append_string(names, "none");
    append_region(names, region.offset, region.bytes);
  }
  append_fixed(names, names_at, 8);
  append_fixed(names, 1, 2);
  append_fixed(names, 0, 2);
  names += magic();
  return put(names);
}

}  // namespace mammoth::tfile
