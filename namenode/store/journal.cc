#include "namenode/store/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "common/base/check.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "common/io/crc32.h"
#include "namenode/store/store_error.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint32_t kMagic = 0x4D4A4631;  // "MJF1"
constexpr std::string_view kMagicBytes = "MJF1";
constexpr std::size_t kChecksummedFrom = 8;
constexpr std::size_t kSegmentNameDigits = 16;
constexpr std::uint64_t kMaxSegmentBytes = std::uint64_t{1} << 32;
constexpr std::uint32_t kAnswer = 0x8000'0000;  // in a record's length
constexpr std::size_t kSegmentsKeptForAnswers = 4;

struct FrameView {
  FrameNumber number = 0;
  ByteView records;
  std::size_t size_bytes = 0;
};

// The frame at the start of `bytes`, if there is a whole one.
std::optional<FrameView> parse_frame(ByteView bytes, std::uint32_t salt) {
  if (bytes.size() < kFrameHeaderBytes) return std::nullopt;
  ByteReader reader(bytes);
  if (reader.u32() != kMagic) return std::nullopt;
  const std::uint32_t crc = reader.u32();
  FrameView frame;
  frame.number = reader.u64();
  const std::uint32_t length = reader.u32();
  if (length > reader.remaining()) return std::nullopt;
  frame.records = reader.bytes(length);
  frame.size_bytes = kFrameHeaderBytes + length;
  const ByteView covered = bytes.subspan(kChecksummedFrom, frame.size_bytes - kChecksummedFrom);
  if (update_crc(ChecksumType::kCrc32c, salt, covered) != crc) return std::nullopt;
  return frame;
}

std::optional<FrameNumber> parse_segment_name(const std::string& name) {
  FrameNumber number = 0;
  const char* end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data(), end, number, 16);
  if (name.size() != kSegmentNameDigits || error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

void fill_with_zeros(Disk& disk, const std::string& path, std::size_t bytes) {
  const auto file = disk.open(path, OpenMode::kOpenOrCreate);
  const std::string zeros(std::min<std::size_t>(bytes, 1 << 20), '\0');
  for (std::uint64_t at = 0; at < bytes; at += zeros.size())
    file->write_at(at,
                   as_byte_view(zeros).first(std::min<std::uint64_t>(zeros.size(), bytes - at)));
  file->sync();
}

void replay_frame(const FrameView& frame, FrameNumber applied, const Journal::Replay& replay,
                  const Journal::Replay& answers) {
  for (ByteReader records(frame.records); !records.at_end();) {
    const std::uint32_t head = records.u32();
    const ByteView record = records.bytes(head & ~kAnswer);
    if ((head & kAnswer) == 0) {
      if (frame.number > applied) replay(record);
    } else if (answers) {
      answers(record);
    }
  }
}

}  // namespace

void Frame::add(std::string_view change) {
  add(change, 0);
}
void Frame::add_answer(std::string_view answer) {
  add(answer, kAnswer);
}

void Frame::add(std::string_view record, std::uint32_t kind) {
  check(record.size() < kAnswer, "a record of the journal is larger than 2 GiB");
  ByteWriter writer(bytes_);
  writer.u32(static_cast<std::uint32_t>(record.size()) | kind);
  writer.bytes(as_byte_view(record));
}

void Journal::create(Disk& disk, const std::string& directory, std::size_t segment_bytes) {
  disk.make_directories(directory);
  fill_with_zeros(disk, fmt::format("{}/{:016x}", directory, 1), segment_bytes);
  disk.sync_directory(directory);
  disk.sync_directory(parent_directory(directory));
}

Journal::Journal(Disk& disk, std::string directory, std::size_t segment_bytes, std::uint32_t salt)
    : disk_(disk), directory_(std::move(directory)), segment_bytes_(segment_bytes), salt_(salt) {
  for (const DirectoryEntry& entry : disk_.list(directory_))
    if (const auto first = parse_segment_name(entry.name))
      segments_.push_back({*first, segment_path(*first)});
  std::ranges::sort(segments_, {}, &Segment::first_frame);
  if (segments_.empty()) throw StoreError("the journal " + directory_ + " has no segment");
}

void Journal::recover(FrameNumber applied, const Replay& replay, const Replay& answers) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    // What the database has may be missing: it can be a frame ahead of the journal.
    const FrameNumber needed = std::max(next_frame_, applied + 1);
    if (segments_[i].first_frame > needed) {
      throw StoreError(fmt::format("the journal {} lacks frames {} to {}", directory_, needed,
                                   segments_[i].first_frame - 1));
    }
    recover_segment(i, applied, replay, answers);
  }
  if (next_frame_ <= applied) {
    next_frame_ = applied + 1;
    begin_segment();
    release_old_segments();
  } else {
    file_ = disk_.open(segments_.back().path, OpenMode::kReadWrite);
    // A process that was killed may have left its last frame and this segment's name unsynced.
    // Whoever reads them from now on must be able to rely on them.
    file_->sync_data();
    disk_.sync_directory(directory_);
  }
}

void Journal::recover_segment(std::size_t index, FrameNumber applied, const Replay& replay,
                              const Replay& answers) {
  const Segment& segment = segments_[index];
  const std::string bytes = read_file(disk_, segment.path, kMaxSegmentBytes);
  ByteView rest = as_byte_view(bytes);
  next_frame_ = segment.first_frame;
  for (auto frame = parse_frame(rest, salt_); frame && frame->number == next_frame_;
       frame = parse_frame(rest, salt_)) {
    replay_frame(*frame, applied, replay, answers);
    rest = rest.subspan(frame->size_bytes);
    ++next_frame_;
  }
  offset_ = bytes.size() - rest.size();
  const bool superseded =
      index + 1 < segments_.size() && segments_[index + 1].first_frame <= applied + 1;
  if (!superseded) check_nothing_follows(segment, rest);
}

// Looks for a whole frame that was begun after the broken one was synced.
void Journal::check_nothing_follows(const Segment& segment, ByteView tail) const {
  std::string_view text = as_text(tail);
  for (auto at = text.find(kMagicBytes); at != text.npos; at = text.find(kMagicBytes, at + 1)) {
    const auto frame = parse_frame(tail.subspan(at), salt_);
    if (frame && frame->number > next_frame_) {
      throw StoreError(
          fmt::format("frame {} of the journal segment {} is damaged, but frame {} "
                      "behind it is not: acknowledged changes are lost",
                      next_frame_, segment.path, frame->number));
    }
  }
}

bool Journal::has_room_for(const Frame& frame) const {
  return offset_ + frame.size_bytes() <= segment_bytes_;
}

void Journal::begin_segment() {
  const std::string path = segment_path(next_frame_);
  file_.reset();
  if (spare_.empty()) {
    const std::string unfinished = directory_ + "/new";
    fill_with_zeros(disk_, unfinished, segment_bytes_);
    spare_.push_back(unfinished);
  }
  disk_.rename(spare_.back(), path);
  spare_.pop_back();
  disk_.sync_directory(directory_);
  segments_.push_back({next_frame_, path});
  file_ = disk_.open(path, OpenMode::kReadWrite);
  offset_ = 0;
}

void Journal::release_old_segments() {
  while (segments_.size() > 1 + kSegmentsKeptForAnswers) {
    spare_.push_back(std::move(segments_.front().path));
    segments_.erase(segments_.begin());
  }
  // One is enough: segments are released at the pace at which they are begun.
  while (spare_.size() > 1) {
    disk_.unlink(spare_.back());
    spare_.pop_back();
  }
}

void Journal::append(Frame frame) {
  std::string& bytes = frame.bytes_;
  const std::size_t length = bytes.size() - kFrameHeaderBytes;
  check(length <= UINT32_MAX, "a journal frame is larger than 4 GiB");
  auto* header = reinterpret_cast<std::byte*>(bytes.data());
  store_big_endian(kMagic, header);
  store_big_endian(next_frame_, header + 8);
  store_big_endian(static_cast<std::uint32_t>(length), header + 16);
  const ByteView covered = as_byte_view(bytes).subspan(kChecksummedFrom);
  store_big_endian(update_crc(ChecksumType::kCrc32c, salt_, covered), header + 4);
  file_->write_at(offset_, as_byte_view(bytes));
  file_->sync_data();
  offset_ += bytes.size();
  ++next_frame_;
}

std::string Journal::segment_path(FrameNumber first_frame) const {
  return fmt::format("{}/{:016x}", directory_, first_frame);
}

}  // namespace mammoth::namenode
