#include "namenode/store/key_schema.h"

#include <gtest/gtest.h>

namespace mammoth::namenode {
namespace {

using namespace std::string_literals;

// The bytes on disk.
TEST(KeySchema, Bytes) {
  EXPECT_EQ(entry_key(InodeId{0x0102}, "ab"), "e\0\0\0\0\0\0\x01\x02"s + "ab");
  EXPECT_EQ(id_key(KeySpace::kBlock, 0x40000001), "b\0\0\0\0\x40\0\0\x01"s);
  EXPECT_EQ(meta_key("x"), "mx");
}

// Keys sort by id, then by the bytes of the name.
TEST(KeySchema, Order) {
  EXPECT_LT(entry_key(InodeId{1}, "zzz"), entry_key(InodeId{2}, ""));
  EXPECT_LT(entry_key(InodeId{255}, "a"), entry_key(InodeId{256}, "a"));
  EXPECT_LT(entry_key(InodeId{1}, "z"), entry_key(InodeId{1}, "ä"));
  EXPECT_LT(entry_key(InodeId{1}, "a"), entry_key(InodeId{1}, "a\x01"));
}

// A prefix ends where the next one begins, also when its last byte is the greatest.
TEST(KeySchema, EndOfPrefix) {
  EXPECT_EQ(end_of_prefix(entry_prefix(InodeId{1})), entry_prefix(InodeId{2}));
  EXPECT_EQ(end_of_prefix("e\xFF"), "f");
  EXPECT_LT(entry_key(InodeId{0xFFFF}, "\xFF\xFF"), end_of_prefix(entry_prefix(InodeId{0xFFFF})));
}

// Keys come apart again; others are not mistaken for them.
TEST(KeySchema, Parse) {
  const std::string key = entry_key(InodeId{7}, "name");
  const auto entry = parse_entry_key(key);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->parent, InodeId{7});
  EXPECT_EQ(entry->name, "name");
  EXPECT_EQ(parse_entry_key(entry_prefix(InodeId{7}))->name, "");
  EXPECT_EQ(parse_id_key(KeySpace::kBlock, id_key(KeySpace::kBlock, 9)), 9u);
  EXPECT_FALSE(parse_entry_key(id_key(KeySpace::kBlock, 9)));
  EXPECT_FALSE(parse_entry_key("e123"));
  EXPECT_FALSE(parse_id_key(KeySpace::kLocator, id_key(KeySpace::kBlock, 9)));
  EXPECT_FALSE(parse_id_key(KeySpace::kBlock, id_key(KeySpace::kBlock, 9) + "x"));
}

}  // namespace
}  // namespace mammoth::namenode
