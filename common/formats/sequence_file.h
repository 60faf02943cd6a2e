// SequenceFiles: Hadoop's files of binary keys and values (SequenceFile.Reader and Writer). What is
// common to both; keys and values are serialised bytes here, whatever their class.
//
//   header   "SEQ" version(2…6) key class, value class: vint length and UTF-8 (before version 4:
//            int16 length); compressed? (from 3), by blocks? (from 4): a byte each; codec class if
//            compressed (from 5); metadata (6): int32 count, then key and value of each; sync
//            marker: 16 bytes
//   record   int32 bytes of key and value, int32 bytes of the key, key, value (kRecord: the value
//            through the codec on its own)
//   sync     int32 -1 and the marker, before a record once 100 KiB lie behind the last one
//   block    sync, vint records, then four times vint length and compressed bytes: lengths of the
//            keys (vints), keys, lengths of the values, values
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/formats/codec.h"

namespace mammoth::formats {

enum class SequenceCompression { kNone, kRecord, kBlock };

struct SequenceHeader {
  int version = 6;
  std::string key_class;
  std::string value_class;
  SequenceCompression compression = SequenceCompression::kNone;
  Codec codec = Codec::kNone;  // kNone exactly where compression is kNone
  std::vector<std::pair<std::string, std::string>> metadata{};
  std::string sync{};  // 16 bytes
};

// No record is longer than this, and a length beyond it is damage.
inline constexpr std::uint64_t kMaxSequenceRecordBytes = 1 << 30;
inline constexpr std::size_t kSequenceSyncBytes = 16;

}  // namespace mammoth::formats
