// A namespace in memory with some users, for tests of its operations.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/open_file.h"
#include "tests/support/memory_inode_table.h"
#include "tests/support/result_matchers.h"

namespace mammoth::namenode {

class NamespaceTest : public testing::Test {
 private:
  const PermissionPolicy policy_{true, "hdfs", "supergroup"};
  const std::vector<std::string> staff_{"staff"};

 protected:
  // hdfs is the superuser; alice and bob are in staff, carol is in nothing.
  const PermissionChecker hdfs{policy_, "hdfs", {}};
  const PermissionChecker alice{policy_, "alice", staff_};
  const PermissionChecker bob{policy_, "bob", staff_};
  const PermissionChecker carol{policy_, "carol", {}};

  MemoryInodeTable table;
  IdAllocator ids{table};
  ManualClock clock;
  SnapshotRegistry snapshots{table};
  DirectoryTree tree{table, snapshots, ids, clock, {}};

  // Runs an operation of the tree and applies its transaction.
  template <class Operation>
  auto apply(Operation&& operation) {
    Transaction transaction;
    auto result = operation(transaction);
    if (result) table.apply(std::move(transaction));
    return result;
  }

  void mkdir(std::string_view path, const PermissionChecker& user, Mode mode = 0755) {
    ASSERT_TRUE(apply([&](auto& t) { return tree.mkdirs(user, {path, mode, true}, t); })) << path;
  }
  void mkdir(std::string_view path) { mkdir(path, hdfs); }

  CreateFileRequest create_request(std::string_view path) const {
    return {.path = path,
            .mode = 0644,
            .overwrite = false,
            .replication = 3,
            .preferred_block_size_bytes = 1024,
            .holder = "writer",
            .client_machine = "10.0.0.1"};
  }
  Result<CreatedFile> create(const PermissionChecker& user, const CreateFileRequest& request) {
    return apply([&](auto& t) -> Result<CreatedFile> {
      auto path = TRY(tree.resolve_for_create(user, request));
      return tree.create_file(user, std::move(path), request, t);
    });
  }

  // A closed file with as many full blocks as asked for.
  InodeId touch(std::string_view path, const PermissionChecker& user, int blocks = 0) {
    const auto created = create(user, create_request(path));
    EXPECT_TRUE(created) << path;
    const InodeId id = created->path.last()->id;
    for (int i = 0; i < blocks; ++i) {
      Transaction t;
      const Block block{ids.next_block(t), ids.next_generation_stamp(t), 1024};
      add_block(*tree.resolve_id(id), block, nullptr, t);
      table.apply(std::move(t));
    }
    Transaction t;
    const auto file = *tree.resolve_id(id);
    close_file(file, file.last()->blocks, clock.wall_ms(), t);
    table.apply(std::move(t));
    return id;
  }
  InodeId touch(std::string_view path, int blocks = 0) { return touch(path, hdfs, blocks); }

  InodePtr find(std::string_view path) const {
    return tree.resolve(nullptr, path, PathUse::kRead)->last();
  }
  bool exists(std::string_view path) const { return find(path) != nullptr; }
  DirectoryState state(std::string_view path) const { return table.directory_state(*find(path)); }
};

}  // namespace mammoth::namenode
