#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class CreateFile : public NamespaceTest {};

// A new file is open, empty and leased; it belongs to its creator and to the directory's group.
TEST_F(CreateFile, NewFile) {
  mkdir("/open", hdfs, 0777);
  const auto created = create(alice, create_request("/open/f"));
  ASSERT_TRUE(created);
  const auto file = find("/open/f");
  EXPECT_EQ(file->id, created->path.last()->id);
  EXPECT_TRUE(file->under_construction);
  EXPECT_EQ(file->owner, "alice");
  EXPECT_EQ(file->group, "supergroup");
  EXPECT_EQ(file->mode, 0644);
  EXPECT_EQ(file->replication, 3);
  EXPECT_EQ(file->modification_time_ms, clock.wall_ms());
  EXPECT_EQ(file->access_time_ms, clock.wall_ms());
  const auto open = table.find_open_file(file->id);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->holder, "writer");
  EXPECT_EQ(open->client_machine, "10.0.0.1");
  EXPECT_EQ(tree.path_of(file->id), "/open/f");
  EXPECT_EQ(state("/open").child_count, 1u);
}

// Directories on the way take the mode of the one above, with u+wx.
TEST_F(CreateFile, MakesParents) {
  mkdir("/open", hdfs, 0777);
  mkdir("/open/a", alice, 0500);
  const auto request = create_request("/open/a/b/c/f");
  ASSERT_TRUE(create(hdfs, request));
  EXPECT_EQ(find("/open/a/b")->mode, 0700);
  EXPECT_EQ(find("/open/a/b/c")->mode, 0700);

  auto without = create_request("/open/x/f");
  without.create_parent = false;
  EXPECT_THAT(create(alice, without),
              refused(ErrorCode::kFileNotFound, "Parent directory doesn't exist: /open/x"));
}

// Overwriting replaces the file by another one, and says what the old one leaves behind.
TEST_F(CreateFile, Overwrite) {
  mkdir("/d");
  const InodeId old = touch("/d/f", 2);
  const auto blocks = find("/d/f")->blocks;
  auto request = create_request("/d/f");
  EXPECT_THAT(create(hdfs, request),
              refused(ErrorCode::kFileAlreadyExists, "/d/f for client 10.0.0.1 already exists"));
  request.overwrite = true;
  const auto created = create(hdfs, request);
  ASSERT_TRUE(created);
  EXPECT_TRUE(created->replaced.removed);
  EXPECT_EQ(created->replaced.blocks, blocks);
  EXPECT_THAT(created->replaced.open_files, testing::IsEmpty());
  EXPECT_NE(find("/d/f")->id, old);
  EXPECT_FALSE(table.locate(old));
  EXPECT_FALSE(table.block_owner(blocks[0].id));
  EXPECT_EQ(state("/d").child_count, 1u);
}

// Overwriting a file that is being written ends the other writer's lease.
TEST_F(CreateFile, OverwriteOpenFile) {
  auto request = create_request("/f");
  const auto first = create(hdfs, request);
  request.overwrite = true;
  const auto second = create(hdfs, request);
  ASSERT_TRUE(second);
  EXPECT_THAT(second->replaced.open_files, testing::ElementsAre(first->path.last()->id));
  EXPECT_FALSE(table.find_open_file(first->path.last()->id));
}

// Every reason to refuse.
TEST_F(CreateFile, Refusals) {
  mkdir("/d");
  mkdir("/open", hdfs, 0777);
  touch("/open/f", alice);
  EXPECT_THAT(create(hdfs, create_request("/d")),
              refused(ErrorCode::kFileAlreadyExists, "/d already exists as a directory"));
  EXPECT_THAT(create(alice, create_request("/d/f")),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=alice, access=WRITE, "
                      "inode=\"/d\":hdfs:supergroup:drwxr-xr-x"));
  auto overwrite = create_request("/open/f");
  overwrite.overwrite = true;
  EXPECT_THAT(create(bob, overwrite),
              refused(ErrorCode::kAccessDenied,
                      "Permission denied: user=bob, access=WRITE, "
                      "inode=\"/open/f\":alice:supergroup:-rw-r--r--"));
  overwrite.path = "/open/g";
  overwrite.create = false;
  EXPECT_THAT(create(bob, overwrite),
              refused(ErrorCode::kFileNotFound, "Can't overwrite non-existent /open/g"));
}

// A full directory can still have a file replaced.
TEST_F(CreateFile, OverwriteInAFullDirectory) {
  DirectoryTree small(table, snapshots, ids, clock, {.max_directory_items = 1});
  mkdir("/d");
  touch("/d/f");
  const auto create_in_small = [&](const CreateFileRequest& request) {
    return apply([&](auto& t) -> Result<CreatedFile> {
      auto path = TRY(small.resolve_for_create(hdfs, request));
      return small.create_file(hdfs, std::move(path), request, t);
    });
  };
  auto request = create_request("/d/f");
  request.overwrite = true;
  EXPECT_TRUE(create_in_small(request));
  EXPECT_FALSE(create_in_small(create_request("/d/g")));
}

}  // namespace
}  // namespace mammoth::namenode
