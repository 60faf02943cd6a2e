// The journal: what was written to the database since its memory was last written to tables. It is
// what makes a change durable; the database itself keeps no log.
//
// Changes are gathered into frames, and a frame is written and synced as a whole:
//
//    0       4       8               16      20
//    +-------+-------+---------------+-------+---------------------------------
//    | magic | crc   | frame number  | bytes | records: { kind and length: u32, bytes } …
//    +-------+-------+---------------+-------+---------------------------------
//      u32     CRC32C  u64             u32     all numbers big-endian
//              of what follows, begun with the salt
//
// A record is a change, or, with the highest bit of its length set, an answer: what somebody was
// told of a change of the same frame, for the retry cache of the next start.
//
// The salt is a number that no client knows, so that nobody can hide a frame in the name of a file.
//
// Frame numbers follow each other without a gap, and a frame is begun only after the one before it
// is synced. So at most one frame can be torn by a crash, the last one, and nobody was told of it.
// The reader stops at the first frame that is not whole or not the next one; if a whole later frame
// stands behind it, then what is broken had been synced once, and opening fails instead of
// forgetting it.
//
// Frames lie in segments, files of fixed size named by the number of their first frame. Their
// blocks are written with zeros when they are made, and old segments are used again, so that a sync
// finds blocks and length as they are and has only the data to write. What an old segment holds
// does not disturb: its frames have smaller numbers. The last few segments before the present one
// stay for their answers; of those that the database holds completely, what is damaged is passed
// over.
//
// Not thread-safe. Failures of the disk are DiskErrors; damage is a StoreError.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/bytes.h"
#include "common/io/disk.h"

namespace mammoth::namenode {

using FrameNumber = std::uint64_t;  // the first one is 1

inline constexpr std::size_t kFrameHeaderBytes = 20;

// The changes that become durable together.
class Frame {
 public:
  void add(std::string_view change);
  void add_answer(std::string_view answer);
  bool empty() const { return bytes_.size() == kFrameHeaderBytes; }
  std::size_t size_bytes() const { return bytes_.size(); }

 private:
  friend class Journal;
  void add(std::string_view record, std::uint32_t kind);

  std::string bytes_ = std::string(kFrameHeaderBytes, '\0');  // room for the header
};

class Journal {
 public:
  // Makes the journal of a database without changes, with its first segment; `directory` must not
  // hold one. Durable on return.
  static void create(Disk& disk, const std::string& directory, std::size_t segment_bytes);

  // Opens it; `disk` must outlive this. To be recovered before anything else.
  Journal(Disk& disk, std::string directory, std::size_t segment_bytes, std::uint32_t salt);
  // For a database that holds the frames up to `applied`: calls `replay` with each change of the
  // frames after it, and `answers` with each answer of all frames that are still there, in order.
  using Replay = std::function<void(ByteView record)>;
  void recover(FrameNumber applied, const Replay& replay, const Replay& answers = {});

  FrameNumber next_frame() const { return next_frame_; }

  // Whether the frame has room in the present segment.
  bool has_room_for(const Frame& frame) const;
  // Ends the present segment; the next frame goes into a new one.
  void begin_segment();
  // The database's tables hold every frame of the segments before the present one. All but the last
  // few of those are used again.
  void release_old_segments();
  // Durable on return.
  void append(Frame frame);

 private:
  struct Segment {
    FrameNumber first_frame = 0;
    std::string path;
  };

  void recover_segment(std::size_t index, FrameNumber applied, const Replay& replay,
                       const Replay& answers);
  void check_nothing_follows(const Segment& segment, ByteView tail) const;
  std::string segment_path(FrameNumber first_frame) const;

  Disk& disk_;
  const std::string directory_;
  const std::size_t segment_bytes_;
  const std::uint32_t salt_;
  FrameNumber next_frame_ = 1;
  std::vector<Segment> segments_;   // the last one is the present one
  std::vector<std::string> spare_;  // files that can become segments
  std::unique_ptr<DiskFile> file_;  // of the present segment
  std::uint64_t offset_ = 0;        // where its next frame goes
};

}  // namespace mammoth::namenode
