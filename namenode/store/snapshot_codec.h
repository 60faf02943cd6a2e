// The values of what snapshots keep, as record_codec.h has those of the tree.
//
//   snapshot          version 1, name, creation time, inode mark, {inode}, {directory state},
//   {xattrs} entry version     version 1, parts (1: inode, 2: directory state, 4: xattrs),
//   coverage,
//                     {inode}, {directory state}, {xattrs} as the parts say
//   coverage          version 1, number, {root, from, to} of each             (orphans; may be
//   empty)
//
// Decoding throws MalformedInput for anything else.
#pragma once

#include <string>

#include "common/base/bytes.h"
#include "namenode/namespace/snapshot.h"

namespace mammoth::namenode {

std::string encode(const Snapshot& snapshot);
std::string encode(const EntryVersion& version);
std::string encode_coverage(const Coverage& coverage);  // empty for none

Snapshot decode_snapshot(ByteView record);  // without its number
EntryVersion decode_entry_version(ByteView record);
Coverage decode_coverage(ByteView record);

}  // namespace mammoth::namenode
