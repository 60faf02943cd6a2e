// The two files of a replica, as bytes on a disk: how much of them is sound, and how to shorten or copy
// them (Hadoop: BlockPoolSlice.validateIntegrityAndSetLength, LocalReplica.truncateBlock). Nothing
// here knows of states or of other threads; all throw DiskError.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/io/data_checksum.h"
#include "common/io/disk.h"

namespace mammoth::datanode {

struct ReplicaPaths {
  std::string block;
  std::string meta;
};

// Throws MalformedInput when the file is too short for a header or the header has no sense.
DataChecksum read_meta_header(DiskFile& meta);

// The checksum kept for the chunk that begins at `chunk_offset`; nothing when the file ends before.
std::optional<std::uint32_t> stored_crc(DiskFile& meta, const DataChecksum& checksum,
                                        std::uint64_t chunk_offset);

// The checksum of the last, partial chunk of `length_bytes` of data: computed from the data and
// compared with the one kept. Nothing when the last chunk is full. Refuses (kIo) when they differ.
Result<std::optional<std::uint32_t>> verified_tail_crc(DiskFile& data, DiskFile& meta,
                                                       const DataChecksum& checksum,
                                                       std::uint64_t length_bytes);

// How many bytes from the start have checksums, judging the last chunk by its checksum and the ones
// before by their being there: what a writer's sudden death leaves sound. Both files are cut to that
// length. 0 when a file is missing or the header is broken.
std::uint64_t cut_to_valid_length(Disk& disk, const ReplicaPaths& paths);

// Cuts both files to `length_bytes`, at most what they hold, and renews the checksum of the last chunk,
// which is answered when that chunk is partial.
Result<std::optional<std::uint32_t>> truncate_replica(Disk& disk, const ReplicaPaths& paths,
                                                      std::uint64_t length_bytes);

// Copies the first `length_bytes` and their checksums; the last one is computed anew.
Result<void> copy_replica(Disk& disk, const ReplicaPaths& from, const ReplicaPaths& to,
                          std::uint64_t length_bytes);

// Gives the file bytes of its own when an upgrade's snapshot shares them, so that a change does not
// reach the snapshot.
void break_hard_link(Disk& disk, const std::string& path);

}  // namespace mammoth::datanode
