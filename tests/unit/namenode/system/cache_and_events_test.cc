#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class CacheTest : public NamesystemTest {
 protected:
  Result<std::uint64_t> add(const CacheDirectiveRequest& request) {
    return system->add_cache_directive(hdfs, request).result;
  }
  std::string refusal(const CacheDirectiveRequest& request) {
    const auto refused = add(request);
    return refused ? "added" : refused.error().message;
  }
  CacheDirectivePage directives(const CacheDirectiveRequest& filter = {}) {
    return *system->list_cache_directives(hdfs, 0, filter);
  }
  const Caller hdfs{.user = "hdfs", .remote_address = "10.0.0.1"};
  const Caller alice{.user = "alice", .remote_address = "10.0.0.1"};
};

// What is asked for outlives the process, and an id is never given twice.
TEST_F(CacheTest, SurvivesARestart) {
  ASSERT_TRUE(system->add_cache_pool(hdfs, {.name = "p", .limit_bytes = 500}).result);
  ASSERT_EQ(*add({.path = "/a", .pool = "p"}), 1);
  ASSERT_EQ(*add({.path = "/b", .replication = 3, .pool = "p"}), 2);
  ASSERT_TRUE(system->modify_cache_pool(hdfs, {.name = "p", .mode = 0700}).result);
  ASSERT_TRUE(system->modify_cache_directive(hdfs, {.id = 1, .path = "/c"}).result);
  ASSERT_TRUE(system->remove_cache_directive(hdfs, 2).result);
  start();
  const CachePoolPage pools = *system->list_cache_pools(hdfs, "");
  ASSERT_EQ(pools.pools.size(), 1u);
  EXPECT_EQ(pools.pools[0].pool.limit_bytes, 500);
  EXPECT_EQ(pools.pools[0].pool.mode, 0700);
  ASSERT_EQ(directives().directives.size(), 1u);
  EXPECT_EQ(directives().directives[0].directive.path, "/c");
  EXPECT_EQ(*add({.path = "/d", .pool = "p"}), 3);
  ASSERT_TRUE(system->remove_cache_pool(hdfs, "p").result);
  start();
  EXPECT_TRUE(directives().directives.empty()) << "they go with their pool";
}

// Texts and classes are Apache's.
TEST_F(CacheTest, BadRequests) {
  ASSERT_TRUE(system->add_cache_pool(hdfs, {.name = "p", .max_expiry_ms = 86'400'000}).result);
  EXPECT_EQ(refusal({.pool = "p"}), "No path specified.");
  EXPECT_EQ(refusal({.path = "x", .pool = "p"}), "Invalid path 'x'.");
  EXPECT_EQ(refusal({.path = "/x"}), "No pool specified.");
  EXPECT_EQ(refusal({.path = "/x", .pool = "q"}), "Unknown pool q");
  EXPECT_EQ(refusal({.path = "/x", .replication = 0, .pool = "p"}),
            "Invalid replication factor 0 <= 0");
  EXPECT_EQ(refusal({.path = "/x", .pool = "p", .expiration = CacheExpiration{-1, true}}),
            "Cannot set a negative expiration: -1");
  EXPECT_EQ(refusal({.path = "/x", .pool = "p", .expiration = CacheExpiration{172'800'000, true}}),
            "Expiration 002:00:00:00.000 exceeds the max relative expiration time of 86400000 ms.");
  const auto pool = [&](const CachePoolRequest& request) {
    return system->add_cache_pool(hdfs, request).result.error();
  };
  EXPECT_EQ(pool({.name = "p"}).message, "Cache pool p already exists.");
  EXPECT_EQ(pool({.name = ""}).message, "invalid empty cache pool name");
  EXPECT_EQ(pool({.name = "n", .limit_bytes = -4}).message, "Limit is negative.");
  EXPECT_EQ(pool({.name = "n", .default_replication = 70'000}).message,
            "Default Replication is too big");
  EXPECT_EQ(system->add_cache_pool(alice, {.name = "n"}).result.error().code,
            ErrorCode::kAccessDenied);
  EXPECT_EQ(
      system->add_cache_directive(alice, {.path = "/x", .pool = "p"}).result.error().message,
      "Permission denied while accessing pool p: user alice does not have WRITE permissions.");
  EXPECT_EQ(system->remove_cache_directive(hdfs, 9).result.error().message,
            "No directive with ID 9 found.");
}

class EventsTest : public NamesystemTest {
 protected:
  const Caller hdfs{.user = "hdfs", .remote_address = "10.0.0.1"};
  std::vector<EventBatch> read(std::uint64_t from) {
    return system->read_events(hdfs, from)->batches;
  }
};

// Numbered without a gap, whatever happens in between, and in the order of the changes.
TEST_F(EventsTest, SurviveARestart) {
  ASSERT_TRUE(system->mkdirs(hdfs, "/a/b", 0755, true).result);
  ASSERT_TRUE(*system->rename(hdfs, "/a/b", "/a/c").result);
  start();
  EXPECT_EQ(system->last_event_transaction(), 2u);
  ASSERT_TRUE(*system->remove(hdfs, "/a", true).result);
  EXPECT_FALSE(*system->remove(hdfs, "/a", true).result);
  const auto batches = read(1);
  ASSERT_EQ(batches.size(), 3u);
  ASSERT_EQ(batches[0].events.size(), 2u);
  EXPECT_EQ(batches[0].events[1].path, "/a/b");
  EXPECT_EQ(batches[1].events[0].other_path, "/a/c");
  EXPECT_EQ(batches[2].transaction_id, 3u);
  EXPECT_EQ(batches[2].events[0].kind, EventKind::kUnlink);
  EXPECT_TRUE(read(4).empty());
}

// Only so many are kept; a reader who is behind begins with the oldest of them.
TEST_F(EventsTest, AreForgotten) {
  options.events_retained = 5;
  start();
  for (int i = 0; i < 12; ++i)
    ASSERT_TRUE(system->mkdirs(hdfs, "/d" + std::to_string(i), 0755, true).result);
  const auto batches = read(1);
  ASSERT_EQ(batches.size(), 5u);
  EXPECT_EQ(batches.front().transaction_id, 8u);
  const Caller alice{.user = "alice", .remote_address = "10.0.0.1"};
  EXPECT_EQ(system->read_events(alice, 1).error().code, ErrorCode::kAccessDenied);
}

// They are erased many at a time, and not later than that.
TEST_F(EventsTest, AreErased) {
  options.events_retained = 5;
  start();
  for (int i = 0; i < 10'000; ++i)
    ASSERT_TRUE(system->mkdirs(hdfs, "/d" + std::to_string(i), 0755, true).result);
  std::size_t records = 0;
  table.scan_records("event/", "event/", [&](std::string_view, std::string_view) {
    return ++records, true;
  });
  EXPECT_EQ(records, 10'000u % 4096 + 5);
  EXPECT_EQ(read(1).size(), 5u);
}

}  // namespace
}  // namespace mammoth::namenode
