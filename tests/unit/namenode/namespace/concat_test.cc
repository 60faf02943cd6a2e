#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class Concat : public NamespaceTest {
 protected:
  void SetUp() override {
    mkdir("/d");
    touch("/d/t", 1);
    touch("/d/a", 2);
    touch("/d/b", 1);
  }
  Result<Concatenation> concat(const PermissionChecker& user, std::string_view target,
                               std::vector<std::string> sources) {
    return apply([&](auto& t) { return tree.concat(user, target, sources, t); });
  }
};

// The sources' blocks follow the target's, in the order given, and the sources are gone.
TEST_F(Concat, MovesBlocks) {
  const auto target = find("/d/t")->id;
  auto expected = find("/d/t")->blocks;
  for (const char* source : {"/d/b", "/d/a"})
    for (const Block& block : find(source)->blocks) expected.push_back(block);
  clock.advance_ms(9);
  const auto result = concat(hdfs, "/d/t", {"/d/b", "/d/a"});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->moved.size(), 3u);
  const auto joined = find("/d/t");
  EXPECT_EQ(joined->id, target);
  EXPECT_EQ(joined->blocks, expected);
  EXPECT_EQ(joined->modification_time_ms, clock.wall_ms());
  for (const Block& block : expected) EXPECT_EQ(table.block_owner(block.id), target);
  EXPECT_FALSE(exists("/d/a"));
  EXPECT_FALSE(exists("/d/b"));
  EXPECT_EQ(state("/d").child_count, 1u);
}

// Every reason to refuse, in the words of Apache's.
TEST_F(Concat, Refusals) {
  const auto illegal = ErrorCode::kHadoopIllegalArgument;
  mkdir("/e");
  touch("/e/x", 1);
  touch("/d/empty");
  create(hdfs, create_request("/d/open"));
  auto big = create_request("/d/big");
  big.preferred_block_size_bytes = 2048;
  const auto created = create(hdfs, big);
  Transaction t;
  const Block block{ids.next_block(t), ids.next_generation_stamp(t), 1};
  add_block(created->path, block, nullptr, t);
  table.apply(std::move(t));
  t = {};
  close_file(*tree.resolve(nullptr, "/d/big", PathUse::kRead), {block}, clock.wall_ms(), t);
  table.apply(std::move(t));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/d/big"}),
              refused(illegal, "concat: source file /d/big has preferred block size 2048 which is "
                               "greater than the target file's preferred block size 1024"));
  EXPECT_THAT(concat(hdfs, "/d/t", {}),
              refused(ErrorCode::kIllegalArgument, "No sources given"));
  EXPECT_THAT(concat(hdfs, "", {"/d/a"}),
              refused(ErrorCode::kIllegalArgument, "Target file name is empty"));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/.reserved/raw/d/a"}),
              refused(ErrorCode::kIo, "Concat operation doesn't support .reserved relative path : "
                                      "/.reserved/raw/d/a"));
  EXPECT_THAT(concat(hdfs, "/d/no", {"/d/a"}),
              refused(ErrorCode::kFileNotFound, "File does not exist: /d/no"));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/d"}),
              refused(ErrorCode::kFileNotFound, "Path is not a file: /d"));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/e/x"}),
              refused(illegal,
                      "Source file /e/x is not in the same directory with the target /d/t"));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/d/t"}),
              refused(illegal, "concat: the src file /d/t is the same with the target file /d/t"));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/d/empty"}),
              refused(illegal, "concat: source file /d/empty is invalid or empty or underConstruction"));
  EXPECT_THAT(concat(hdfs, "/d/open", {"/d/a"}),
              refused(illegal, "concat: target file /d/open is under construction"));
  EXPECT_THAT(concat(hdfs, "/d/t", {"/d/a", "/d/a"}),
              refused(illegal, "concat: at least two of the source files are the same"));
  EXPECT_FALSE(concat(alice, "/d/t", {"/d/a"}));
  EXPECT_EQ(find("/d/a")->blocks.size(), 2u);
}

}  // namespace
}  // namespace mammoth::namenode
