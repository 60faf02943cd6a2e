#include "namenode/store/record_codec.h"

#include <gtest/gtest.h>

#include <random>

#include "common/io/malformed_input.h"

namespace mammoth::namenode {
namespace {

Inode sample_file() {
  Inode file;
  file.id = InodeId{16386};
  file.kind = InodeKind::kFile;
  file.mode = 01644;
  file.owner = "älice";
  file.group = "staff";
  file.modification_time_ms = 1'700'000'000'123;
  file.access_time_ms = -1;
  file.storage_policy = 12;
  file.under_construction = true;
  file.replication = 65535;
  file.preferred_block_size_bytes = std::uint64_t{1} << 40;
  for (std::uint64_t i = 0; i < 3; ++i)
    file.blocks.push_back({BlockId{(1u << 30) + i}, GenerationStamp{1001 + i}, UINT64_MAX - i});
  return file;
}

// Every field comes back, at its extremes too.
TEST(RecordCodec, Inode) {
  const Inode file = sample_file();
  EXPECT_EQ(decode_inode(as_byte_view(encode(file))), file);
  Inode directory;
  directory.id = kRootInodeId;
  directory.mode = 0755;
  EXPECT_EQ(decode_inode(as_byte_view(encode(directory))), directory);
}

// What few inodes have: it comes back, and the others' records are as they were before there was any.
TEST(RecordCodec, Features) {
  Inode directory;
  directory.id = kRootInodeId;
  const std::string plain = encode(directory);
  EXPECT_EQ(plain.front(), 1);
  directory.quota = Quota{.names = 5, .space_bytes = Quota::kNone};
  EXPECT_EQ(encode(directory).front(), 2);
  EXPECT_EQ(decode_inode(as_byte_view(encode(directory))), directory);
  Inode file = sample_file();
  file.acl = AclEntries{{AclEntry::Scope::kAccess, AclEntry::Type::kUser, "bob", 7},
                        {AclEntry::Scope::kDefault, AclEntry::Type::kOther, "", 0}};
  EXPECT_EQ(decode_inode(as_byte_view(encode(file))), file);
  file.acl = {};
  file.has_xattrs = true;
  EXPECT_EQ(decode_inode(as_byte_view(encode(file))), file);
  EXPECT_THROW(decode_inode(as_byte_view(encode(file) + "x")), MalformedInput);
  std::string unknown = encode(file);
  unknown.back() = 0x40;
  EXPECT_THROW(decode_inode(as_byte_view(unknown)), MalformedInput);
  DirectoryState state{1, 2, 3};
  EXPECT_EQ(encode(state).front(), 1);
  state.usage = Usage{-1, INT64_MAX};
  EXPECT_EQ(decode_directory_state(as_byte_view(encode(state))), state);
}

// Extended attributes, and what is no list of them.
TEST(RecordCodec, XAttrs) {
  const std::vector<XAttr> xattrs{{XAttrNamespace::kUser, "a", std::string("\0x", 2)},
                                  {XAttrNamespace::kRaw, "b.c", ""}};
  const std::string record = encode(xattrs);
  EXPECT_EQ(decode_xattrs(as_byte_view(record)), xattrs);
  for (std::size_t length = 0; length < record.size(); ++length)
    EXPECT_THROW(decode_xattrs(as_byte_view(record.substr(0, length))), MalformedInput) << length;
  EXPECT_THROW(decode_xattrs(as_byte_view(std::string("\1\xff\xff\xff\xff\7", 6))), MalformedInput);
}

// The other records.
TEST(RecordCodec, Others) {
  const Locator locator{InodeId{5}, std::string("a\0b", 3)};
  EXPECT_EQ(decode_locator(as_byte_view(encode(locator))), locator);
  OpenFile open_file{locator, "holder", "machine"};
  EXPECT_EQ(decode_open_file(as_byte_view(encode(open_file))), open_file);
  open_file.truncate_to_bytes = 0;
  EXPECT_EQ(decode_open_file(as_byte_view(encode(open_file))), open_file);
  open_file.truncate_source = Block{BlockId{7}, GenerationStamp{1001}, 500};
  EXPECT_EQ(decode_open_file(as_byte_view(encode(open_file))), open_file);
  const DirectoryState state{1, 2, 3};
  EXPECT_EQ(decode_directory_state(as_byte_view(encode(state))), state);
  EXPECT_EQ(decode_number(as_byte_view(encode_number(UINT64_MAX))), UINT64_MAX);
}

// A record cut short anywhere, or with something behind it, is refused.
TEST(RecordCodec, Lengths) {
  const std::string record = encode(sample_file());
  for (std::size_t length = 0; length < record.size(); ++length)
    EXPECT_THROW(decode_inode(as_byte_view(record.substr(0, length))), MalformedInput) << length;
  EXPECT_THROW(decode_inode(as_byte_view(record + "x")), MalformedInput);
  EXPECT_THROW(decode_locator(as_byte_view("")), MalformedInput);
}

// A record of a later program is refused, not guessed at.
TEST(RecordCodec, OtherVersion) {
  std::string record = encode(sample_file());
  record[0] = 2;
  EXPECT_THROW(decode_inode(as_byte_view(record)), MalformedInput);
}

// A record that claims billions of blocks does not get the memory for them.
TEST(RecordCodec, ClaimedLengthsAreBounded) {
  Inode file = sample_file();
  file.blocks.clear();
  std::string record = encode(file);
  record.pop_back();
  record += "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F";
  EXPECT_THROW(decode_inode(as_byte_view(record)), MalformedInput);
}

// Random damage throws or yields some inode, and nothing else.
TEST(RecordCodec, RandomDamage) {
  std::mt19937_64 dice(1);
  const std::string whole = encode(sample_file());
  for (int i = 0; i < 20'000; ++i) {
    std::string record = whole;
    for (int flips = 0; flips < 3; ++flips)
      record[dice() % record.size()] = static_cast<char>(dice());
    try {
      decode_inode(as_byte_view(record));
    } catch (const MalformedInput&) {
    }
  }
}

}  // namespace
}  // namespace mammoth::namenode
