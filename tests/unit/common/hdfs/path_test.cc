#include "common/hdfs/path.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace mammoth::hdfs {
namespace {

TEST(Path, TakesAUriApart) {
  // The three parts that a user can write, and their defaults from a file system.
  const Path whole = *Path::parse("hdfs://host:9000/a/b");
  EXPECT_EQ(*whole.scheme(), "hdfs");
  EXPECT_EQ(*whole.authority(), "host:9000");
  EXPECT_EQ(whole.path(), "/a/b");
  EXPECT_EQ(whole.to_string(), "hdfs://host:9000/a/b");
  EXPECT_EQ(Path::parse("file:///tmp")->to_string(), "file:/tmp");
  EXPECT_EQ(Path::parse("x/y")->qualified("hdfs://h:1", "/user/me").to_string(),
            "hdfs://h:1/user/me/x/y");
  EXPECT_EQ(Path::parse("/x")->qualified("file:///", "/home").to_string(), "file:/x");
}

TEST(Path, Normalises) {
  // As java.net.URI does: what cannot be resolved stays.
  EXPECT_EQ(normalize_path("//a/./b//c/../d/"), "/a/b/d");
  EXPECT_EQ(normalize_path("/"), "/");
  EXPECT_EQ(normalize_path("/.."), "/..");
  EXPECT_EQ(normalize_path("../a"), "../a");
  EXPECT_EQ(normalize_path("."), "");
}

TEST(Path, RefusesWhatNobodyCanMean) {
  // A name with a colon looks like a scheme with a relative path.
  EXPECT_THAT(Path::parse(""),
              refused(ErrorCode::kIllegalArgument, "Can not create a Path from an empty string"));
  EXPECT_THAT(Path::parse("a:b c"),
              refused(ErrorCode::kIllegalArgument,
                      "java.net.URISyntaxException: Relative path in absolute URI: a:b%20c"));
  EXPECT_TRUE(Path::parse("/dir/a:b"));
}

TEST(Path, KnowsItsParent) {
  EXPECT_EQ(Path::parse("hdfs://h/a/b")->parent()->to_string(), "hdfs://h/a");
  EXPECT_EQ(Path::parse("/a")->parent()->path(), "/");
  EXPECT_FALSE(Path::parse("/")->parent());
  EXPECT_EQ(Path::parse("/a/b")->name(), "b");
}

TEST(Path, IsOrderedByItsEncodedForm) {
  // A space is "%20" for Hadoop and so comes behind "!", although its byte is the smaller one.
  EXPECT_TRUE(path_before("/a!", "/a b"));
  EXPECT_FALSE(path_before("/a b", "/a!"));
  EXPECT_TRUE(path_before("/a", "/a/b"));
  EXPECT_TRUE(path_before("/a\"", "/a<"));
  EXPECT_FALSE(path_before("/a", "/a"));
  EXPECT_EQ(percent_encoded("/a b\"ü"), "/a%20b%22ü");
}

}  // namespace
}  // namespace mammoth::hdfs
