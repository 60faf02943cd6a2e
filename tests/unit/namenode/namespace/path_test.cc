#include "namenode/namespace/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mammoth::namenode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Names are split at slashes; doubled and final ones count for nothing.
TEST(Path, SplitsIntoComponents) {
  EXPECT_THAT(path_components("/"), IsEmpty());
  EXPECT_THAT(path_components("/a/b"), ElementsAre("a", "b"));
  EXPECT_THAT(path_components("//a///b//"), ElementsAre("a", "b"));
  EXPECT_THAT(path_components("/ä b/."), ElementsAre("ä b", "."));
}

// What may be created: DFSUtilClient.isValidName, case by case.
TEST(Path, ValidNames) {
  for (const char* name : {"/", "/a", "/a/", "/a//", "//", "/a b/ü", "/.trash", "/...", "/a/..b",
                           "/.reserved/.inodes/1/..", "/.reserved/.inodes/1/../x"})
    EXPECT_TRUE(is_valid_name(name)) << name;
  for (const char* name : {"", "a", "a/b", "/a//b", "//a", "/.", "/a/.", "/..", "/a/../b", "/a:b",
                           "/a/:", "/.reserved/.inodes/..", "/.reserved/raw/1/.."})
    EXPECT_FALSE(is_valid_name(name)) << name;
}

// 8,000 characters as Java counts them, 1,000 levels.
TEST(Path, Limits) {
  EXPECT_TRUE(within_path_limits("/" + std::string(7999, 'a')));
  EXPECT_FALSE(within_path_limits("/" + std::string(8000, 'a')));
  std::string umlauts = "/";
  for (int i = 0; i < 7999; ++i) umlauts += "ä";
  EXPECT_TRUE(within_path_limits(umlauts)) << "bytes are not characters";
  std::string faces = "/";
  for (int i = 0; i < 4000; ++i) faces += "😀";
  EXPECT_FALSE(within_path_limits(faces)) << "outside the basic plane a character counts twice";
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "/a";
  EXPECT_TRUE(within_path_limits(deep));
  EXPECT_FALSE(within_path_limits(deep + "/a"));
}

}  // namespace
}  // namespace mammoth::namenode
