#include "namenode/namespace/xattr.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class XAttrTest : public NamespaceTest {
 protected:
  Result<void> set(const PermissionChecker& who, std::string_view path, const XAttr& xattr,
                   XAttrFlags flags = {}) {
    return apply(
        [&](auto& t) { return tree.set_xattr(who, path, xattr, !xattr.value.empty(), flags, t); });
  }
  Result<void> remove(const PermissionChecker& who, std::string_view path, const XAttr& name) {
    return apply([&](auto& t) { return tree.remove_xattr(who, path, name, t); });
  }
  static XAttr user(std::string name, std::string value = {}) {
    return {XAttrNamespace::kUser, std::move(name), std::move(value)};
  }
};

// Set, replaced, read, removed; the record goes with the last one and with the file.
TEST_F(XAttrTest, Life) {
  touch("/f", hdfs);
  const std::size_t records = table.record_count();
  ASSERT_TRUE(set(hdfs, "/f", user("a", "1")));
  ASSERT_TRUE(set(hdfs, "/f", user("b", "2")));
  ASSERT_TRUE(set(hdfs, "/f", user("a", "3")));
  const auto all = *tree.get_xattrs(hdfs, "/f", {});
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[0], user("a", "3"));
  ASSERT_TRUE(apply([&](auto& t) { return tree.rename2(hdfs, {.source = "/f", .target = "/g"}, t); }));
  const std::vector<XAttr> name{user("b")};
  EXPECT_EQ((*tree.get_xattrs(hdfs, "/g", name))[0], user("b", "2"));
  ASSERT_TRUE(remove(hdfs, "/g", user("a")));
  EXPECT_EQ(remove(hdfs, "/g", user("a")).error().message,
            "No matching attributes found for remove operation");
  ASSERT_TRUE(remove(hdfs, "/g", user("b")));
  EXPECT_EQ(table.record_count(), records);
  EXPECT_EQ(tree.get_xattrs(hdfs, "/g", name).error().message,
            "At least one of the attributes provided was not found.");
  ASSERT_TRUE(set(hdfs, "/g", user("a", "1")));
  ASSERT_TRUE(apply([&](auto& t) { return tree.remove(hdfs, "/g", false, t); }));
  EXPECT_LT(table.record_count(), records);
}

// Flags, number and size.
TEST_F(XAttrTest, Limits) {
  touch("/f", hdfs);
  EXPECT_EQ(set(hdfs, "/f", user("a", "1"), {.create = false}).error().message,
            "XAttr: a does not exist. The CREATE flag must be specified.");
  ASSERT_TRUE(set(hdfs, "/f", user("a", "1")));
  EXPECT_EQ(set(hdfs, "/f", user("a", "1"), {.replace = false}).error().message,
            "XAttr: a already exists. The REPLACE flag must be specified.");
  EXPECT_EQ(set(hdfs, "/f", user("a", "1"), {.create = false, .replace = false}).error().message,
            "A flag must be specified.");
  for (int i = 1; i < 32; ++i) ASSERT_TRUE(set(hdfs, "/f", user("a" + std::to_string(i), "1")));
  EXPECT_EQ(set(hdfs, "/f", user("one too many")).error().message,
            "Cannot add additional XAttr to inode, would exceed limit of 32");
  EXPECT_TRUE(set(hdfs, "/f", user("a", std::string(16383, 'x'))));
  EXPECT_EQ(set(hdfs, "/f", user("a", std::string(16384, 'x'))).error().message,
            "The XAttr is too big. The maximum combined size of the name and value is 16384, but the "
            "total size is 16385");
}

// The namespaces are for different people.
TEST_F(XAttrTest, Rights) {
  touch("/f", hdfs);
  const XAttr trusted{XAttrNamespace::kTrusted, "t", "1"};
  const XAttr raw{XAttrNamespace::kRaw, "r", "1"};
  ASSERT_TRUE(set(hdfs, "/f", trusted));
  ASSERT_TRUE(set(hdfs, "/.reserved/raw/f", raw));
  EXPECT_EQ(set(alice, "/f", trusted).error().message,
            "User doesn't have permission for xattr: trusted.t");
  EXPECT_EQ(set(hdfs, "/f", raw).error().message, "User doesn't have permission for xattr: raw.r");
  EXPECT_EQ(set(hdfs, "/f", {XAttrNamespace::kSystem, "s", "1"}).error().message,
            "User doesn't have permission for xattr: system.s");
  EXPECT_EQ(set(alice, "/f", user("a", "1")).error().code, ErrorCode::kAccessDenied);
  EXPECT_EQ(tree.get_xattrs(hdfs, "/f", {})->size(), 1);
  EXPECT_EQ(tree.get_xattrs(alice, "/f", {})->size(), 0);
  EXPECT_EQ(tree.get_xattrs(hdfs, "/.reserved/raw/f", {})->size(), 2);
}

// A file that its superuser cannot read stays so.
TEST_F(XAttrTest, UnreadableBySuperuser) {
  mkdir("/d", hdfs, 0777);
  touch("/d/f", alice);
  const XAttr name{XAttrNamespace::kSecurity, std::string(kUnreadableBySuperuser), ""};
  ASSERT_TRUE(set(alice, "/d/f", name));
  EXPECT_FALSE(tree.get_file(hdfs, "/d/f"));
  EXPECT_TRUE(tree.get_file(alice, "/d/f"));
  EXPECT_EQ(remove(alice, "/d/f", name).error().message,
            "The xattr 'security.hdfs.unreadable.by.superuser' can not be deleted.");
}

}  // namespace
}  // namespace mammoth::namenode
