// The values of the database. Every record begins with the version of its layout, so that a later
// program can read what this one wrote; integers are varints, times zig-zag varints, texts a length
// and bytes. Version 1 is what most records need and version 2 what a few add to it.
//
//   inode             version 1, kind, id, mode, owner, group, mtime, atime, storage policy
//     of a file also  flags (1: under construction), replication, preferred block size,
//                     number of blocks, {id, generation stamp, length} of each
//     version 2 adds  features (1: quota, 2: has extended attributes, 4: ACL)
//                     quota: names, space (zig-zag)
//                     ACL: number, {scope, type, permission, name} of each
//   locator           version 1, parent id, name
//   open file         version 1, parent id, name, holder, client machine
//   block owner       version 1, inode id
//   directory state   version 1, mtime, atime, children
//     version 2 adds  usage: names, space (zig-zag)
//   xattrs            version 1, number, {namespace, name, value} of each
//   number            version 1, value                                  (meta)
//
// Decoding throws MalformedInput for anything else, trailing bytes included, and allocates no more than
// the record is long.
#pragma once

#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

std::string encode(const Inode& inode);
std::string encode(const Locator& locator);
std::string encode(const OpenFile& open_file);
std::string encode(const DirectoryState& state);
std::string encode(const std::vector<XAttr>& xattrs);
std::string encode_number(std::uint64_t number);  // block owner, meta

Inode decode_inode(ByteView record);
Locator decode_locator(ByteView record);
OpenFile decode_open_file(ByteView record);
DirectoryState decode_directory_state(ByteView record);
std::vector<XAttr> decode_xattrs(ByteView record);
std::uint64_t decode_number(ByteView record);

}  // namespace mammoth::namenode
