// SequenceFiles as text, a line "key<tab>value" for each record (Hadoop: SequenceFile.Reader and
// the toString of its Writables).
//
//   header   "SEQ" version(5|6) key class, value class: vint length and UTF-8
//            compressed?, block compressed?: a byte each; codec class if compressed
//            metadata (6): int32 count, then key and value of each; sync marker: 16 bytes
//   record   int32 length of key and value (-1: a sync marker stands before the next record)
//            int32 length of the key, key, value (compressed on its own if compressed)
//   block    int32 -1, sync marker, vint records, then four times vint length and compressed bytes:
//            lengths of the keys, keys, lengths of the values, values
#pragma once

#include <memory>

#include "common/formats/byte_source.h"

namespace mammoth::cli {

// `source` stands at the beginning of the file. Refuses versions, codecs and classes that are not
// known; records are limited to 1 GiB.
Result<std::unique_ptr<formats::ByteSource>> sequence_file_source(std::unique_ptr<formats::ByteSource> source);

}  // namespace mammoth::cli
