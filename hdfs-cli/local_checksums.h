// The local file system as Hadoop's clients see it: beside a file "name" there may be ".name.crc"
// with the checksums of its bytes (Hadoop: LocalFileSystem, ChecksumFileSystem).
//
//   "crc" 0x00   int32 bytes per checksum (512)   CRC-32 of each 512 bytes, int32 big-endian
//
// Such files are hidden, verified when their file is read, written when it is written, and renamed
// and deleted with it. Appending and truncating would make them wrong and are refused, as in
// Hadoop.
#pragma once

#include <memory>

#include "common/hdfs/file_system.h"

namespace mammoth::cli {

// What a command wants; it may change until the first file is opened.
struct LocalChecksums {
  bool verify = true;
  bool write = true;  // otherwise one that would become stale is deleted
};

// `local` with that behaviour. Both must outlive the result, which is as thread-safe as `local`.
std::shared_ptr<hdfs::FileSystem> with_local_checksums(std::shared_ptr<hdfs::FileSystem> local,
                                                       const LocalChecksums& settings);

}  // namespace mammoth::cli
