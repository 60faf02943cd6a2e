// get_status, get_listing, get_file and check_access.
#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Status : public NamespaceTest {
 protected:
  std::vector<std::string> names(const Listing& listing) {
    std::vector<std::string> result;
    for (const auto& entry : listing.entries) result.push_back(entry.name);
    return result;
  }
  Listing list(const ListingRequest& request) { return **tree.get_listing(hdfs, request); }
};

// What does not exist is absent and no error.
TEST_F(Status, Missing) {
  EXPECT_FALSE(*tree.get_status(hdfs, "/no"));
  EXPECT_FALSE(*tree.get_status(alice, "/no/no"));
  EXPECT_FALSE(*tree.get_listing(hdfs, {.path = "/no"}));
}

// A path through a file is refused, except to superusers, who are told that it is not there.
TEST_F(Status, ThroughAFile) {
  touch("/f");
  EXPECT_FALSE(*tree.get_status(hdfs, "/f/x"));
  EXPECT_THAT(tree.get_status(alice, "/f/x"),
              refused(ErrorCode::kAccessDenied, "/f (is not a directory)"));
}

// Directories know their children's number and their times; files their own times.
TEST_F(Status, FileAndDirectory) {
  mkdir("/d");
  touch("/d/f", 2);
  const auto directory = **tree.get_status(hdfs, "/d");
  EXPECT_EQ(directory.directory.child_count, 1u);
  EXPECT_EQ(directory.name, "");
  const auto file = **tree.get_status(hdfs, "/d/f");
  EXPECT_EQ(file.inode->length_bytes(), 2048u);
  EXPECT_EQ(file.directory.modification_time_ms, clock.wall_ms());
}

// Sorted by unsigned bytes, in pages; the name to start after need not exist.
TEST_F(Status, Listing) {
  for (const char* name : {"/d/b", "/d/a", "/d/ä", "/d/a.b", "/d/B"}) touch(name);
  mkdir("/d/ab");
  EXPECT_THAT(names(list({.path = "/d"})),
              testing::ElementsAre("B", "a", "a.b", "ab", "b", "ä"));
  const auto first = list({.path = "/d", .limit = 2});
  EXPECT_THAT(names(first), testing::ElementsAre("B", "a"));
  EXPECT_EQ(first.remaining_entries, 4u);
  const auto second = list({.path = "/d", .start_after = "aa", .limit = 2});
  EXPECT_THAT(names(second), testing::ElementsAre("ab", "b"));
  EXPECT_GT(second.remaining_entries, 0u);
  const auto last = list({.path = "/d", .start_after = "b", .limit = 2});
  EXPECT_THAT(names(last), testing::ElementsAre("ä"));
  EXPECT_EQ(last.remaining_entries, 0u);
}

// A file lists as itself, without a name.
TEST_F(Status, ListingOfAFile) {
  touch("/f");
  const auto listing = list({.path = "/f"});
  ASSERT_EQ(listing.entries.size(), 1u);
  EXPECT_EQ(listing.entries[0].name, "");
}

// A page with locations ends when about `limit` locations are on it.
TEST_F(Status, ListingWithLocations) {
  for (const char* name : {"/d/a", "/d/b", "/d/c"}) touch(name, 2);  // six locations each
  const auto page = list({.path = "/d", .limit = 10, .with_locations = true});
  EXPECT_THAT(names(page), testing::ElementsAre("a", "b"));
  EXPECT_EQ(page.remaining_entries, 1u);
}

// The page after an entry that is named by its inode.
TEST_F(Status, ListingAfterInode) {
  touch("/d/a");
  const auto id = touch("/d/b");
  touch("/d/c");
  const std::string after = "/.reserved/.inodes/" + std::to_string(id.value());
  EXPECT_THAT(names(list({.path = "/d", .start_after = after})), testing::ElementsAre("c"));
  EXPECT_THAT(tree.get_listing(hdfs, {.path = "/d", .start_after = "/.reserved/.inodes/9"}),
              refused(ErrorCode::kRemote, "Can't find startAfter /.reserved/.inodes/9"));
}

// The policy of a child is its own or the next one above.
TEST_F(Status, StoragePolicy) {
  mkdir("/d");
  auto request = create_request("/d/own");
  request.storage_policy = 12;
  create(hdfs, request);
  touch("/d/none");
  Transaction t;
  Inode directory = *find("/d");
  directory.storage_policy = 2;
  t.add(PutInode{{kRootInodeId, "d"}, std::make_shared<const Inode>(directory)});
  table.apply(std::move(t));
  const auto listing = list({.path = "/d"});
  EXPECT_EQ(listing.entries[0].storage_policy, 2);
  EXPECT_EQ(listing.entries[1].storage_policy, 12);
  EXPECT_EQ((*tree.get_status(hdfs, "/d/none"))->storage_policy, 2);
}

// /.reserved can be looked at, though there is nothing in the table.
TEST_F(Status, Reserved) {
  EXPECT_EQ((*tree.get_status(hdfs, "/.reserved"))->inode->mode, 01770);
  EXPECT_THAT(names(list({.path = "/.reserved"})), testing::ElementsAre(".inodes", "raw"));
}

// Rights to list, to read, and as asked for.
TEST_F(Status, Rights) {
  mkdir("/d", hdfs, 0711);
  touch("/d/f");
  apply([&](auto& t) { return tree.set_permission(hdfs, "/d/f", 0600, t); });
  EXPECT_THAT(tree.get_listing(alice, {.path = "/d"}),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=READ_EXECUTE, "
                      "inode=\"/d\":hdfs:supergroup:drwx--x--x"));
  EXPECT_TRUE(tree.get_listing(alice, {.path = "/d/f"})) << "a file's listing needs no rights";
  EXPECT_FALSE(tree.get_file(alice, "/d/f"));
  EXPECT_THAT(tree.get_file(hdfs, "/d"),
              refused(ErrorCode::kFileNotFound, "Path is not a file: /d"));
  EXPECT_THAT(tree.get_file(hdfs, "/d/no"),
              refused(ErrorCode::kFileNotFound, "File does not exist: /d/no"));
  EXPECT_FALSE(tree.check_access(alice, "/d", Access::kRead));
  EXPECT_TRUE(tree.check_access(alice, "/d", Access::kExecute));
  EXPECT_THAT(tree.check_access(hdfs, "/no", Access::kRead),
              refused(ErrorCode::kFileNotFound, "Path not found: /no"));
}

}  // namespace
}  // namespace mammoth::namenode
