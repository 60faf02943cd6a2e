#include "namenode/namespace/acl.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

using Scope = AclEntry::Scope;
using Type = AclEntry::Type;

AclEntry user(std::string name, int permission, Scope scope = Scope::kAccess) {
  return {scope, Type::kUser, std::move(name), static_cast<std::uint8_t>(permission)};
}
AclEntry group(std::string name, int permission, Scope scope = Scope::kAccess) {
  return {scope, Type::kGroup, std::move(name), static_cast<std::uint8_t>(permission)};
}
AclEntry mask(int permission, Scope scope = Scope::kAccess) {
  return {scope, Type::kMask, "", static_cast<std::uint8_t>(permission)};
}
AclEntry other(int permission, Scope scope = Scope::kAccess) {
  return {scope, Type::kOther, "", static_cast<std::uint8_t>(permission)};
}

class AclTest : public NamespaceTest {
 protected:
  Result<void> change(const PermissionChecker& who, std::string_view path, AclChange what,
                      const AclEntries& entries = {}) {
    return apply([&](auto& t) { return tree.change_acl(who, path, what, entries, t); });
  }
  std::string show(std::string_view path) {
    std::string text;
    for (const AclEntry& entry : logical_acl(*tree.resolve(nullptr, path, PathUse::kRead)->last()))
      text += acl_text(entry) + " ";
    return text;
  }
  bool may(const PermissionChecker& who, std::string_view path, Access access) {
    return tree.check_access(who, path, access).has_value();
  }
};

// Named entries bring a mask: the union of what they and the group may, until one is given.
TEST_F(AclTest, Masks) {
  touch("/f", hdfs);
  ASSERT_TRUE(change(hdfs, "/f", AclChange::kModify, {user("bob", 6)}));
  EXPECT_EQ(show("/f"), "user::rw- user:bob:rw- group::r-- mask::rw- other::r-- ");
  ASSERT_TRUE(change(hdfs, "/f", AclChange::kModify, {mask(4)}));
  EXPECT_EQ(show("/f"), "user::rw- user:bob:rw- group::r-- mask::r-- other::r-- ");
  EXPECT_EQ(change(hdfs, "/f", AclChange::kRemoveEntries, {mask(0)}).error().message,
            "Invalid ACL: mask is required and cannot be deleted. Path: /f");
  ASSERT_TRUE(change(hdfs, "/f", AclChange::kRemoveEntries, {user("bob", 0)}));
  EXPECT_EQ(show("/f"), "user::rw- group::r-- mask::r-- other::r-- ");
  ASSERT_TRUE(change(hdfs, "/f", AclChange::kRemove));
  EXPECT_EQ(show("/f"), "user::rw- group::r-- other::r-- ");
}

// What is no list, with Apache's words.
TEST_F(AclTest, Refusals) {
  touch("/f", hdfs);
  const auto set = [&](const AclEntries& entries) {
    return change(hdfs, "/f", AclChange::kSet, entries).error().message;
  };
  EXPECT_EQ(set({user("bob", 4)}),
            "Invalid ACL: the user, group and other entries are required. Path: /f");
  EXPECT_EQ(set({user("", 4), user("", 6), group("", 4), other(4)}),
            "Invalid ACL: multiple entries with same scope, type and name. Path: /f");
  EXPECT_EQ(set({user("b", 7, Scope::kDefault)}),
            "Invalid ACL: only directories may have a default ACL. Path: /f Path: /f");
  AclEntry named = mask(7);
  named.name = "x";
  EXPECT_EQ(set({user("", 6), group("", 4), named, other(0)}),
            "Invalid ACL: this entry type must not have a name: mask:x:rwx. Path: /f");
  AclEntries many;
  for (int i = 0; i < 33; ++i) many.push_back(user("u" + std::to_string(i), 4));
  EXPECT_EQ(set(many),
            "Invalid ACL: ACL has 33 access entries, which exceeds maximum of 32. Path: /f");
  EXPECT_FALSE(change(alice, "/f", AclChange::kRemove)) << "not the owner";
}

// The owner's entry first, then whoever is named, limited by the mask, then any group that allows it.
TEST_F(AclTest, Rights) {
  mkdir("/d", hdfs, 0777);
  touch("/d/f", alice);
  ASSERT_TRUE(change(alice, "/d/f", AclChange::kSet,
                     {user("", 4), user("carol", 6), group("", 0), group("staff", 2), mask(6), other(0)}));
  EXPECT_TRUE(may(alice, "/d/f", Access::kRead));
  EXPECT_FALSE(may(alice, "/d/f", Access::kWrite)) << "an owner is nothing else";
  EXPECT_TRUE(may(carol, "/d/f", Access::kReadWrite));
  EXPECT_TRUE(may(bob, "/d/f", Access::kWrite));
  EXPECT_FALSE(may(bob, "/d/f", Access::kRead));
  ASSERT_TRUE(change(alice, "/d/f", AclChange::kModify, {mask(4)}));
  EXPECT_TRUE(may(carol, "/d/f", Access::kRead));
  EXPECT_FALSE(may(carol, "/d/f", Access::kWrite));
  EXPECT_FALSE(may(bob, "/d/f", Access::kWrite));
}

// New inodes take the default list; the mode before the umask limits it.
TEST_F(AclTest, Inheritance) {
  mkdir("/d");
  ASSERT_TRUE(change(hdfs, "/d", AclChange::kModify, {user("bob", 7, Scope::kDefault)}));
  EXPECT_EQ(show("/d"),
            "user::rwx group::r-x other::r-x default:user::rwx default:user:bob:rwx default:group::r-x "
            "default:mask::rwx default:other::r-x ");
  ASSERT_TRUE(apply([&](auto& t) {
    return tree.mkdirs(hdfs, {.path = "/d/e", .mode = 0700, .unmasked = 0777}, t);
  }));
  EXPECT_EQ(show("/d/e"),
            "user::rwx user:bob:rwx group::r-x mask::rwx other::r-x default:user::rwx "
            "default:user:bob:rwx default:group::r-x default:mask::rwx default:other::r-x ");
  auto request = create_request("/d/f");
  request.mode = 0600;
  ASSERT_TRUE(create(hdfs, request));
  EXPECT_EQ(show("/d/f"), "user::rw- user:bob:rwx group::r-x mask::--- other::--- ");
  ASSERT_TRUE(change(hdfs, "/d", AclChange::kRemoveDefault));
  EXPECT_EQ(show("/d"), "user::rwx group::r-x other::r-x ");
}

}  // namespace
}  // namespace mammoth::namenode
