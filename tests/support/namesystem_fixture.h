// A namesystem over a table in memory, with datanodes that do as the test says.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "namenode/system/namesystem.h"
#include "tests/support/memory_inode_table.h"
#include "tests/support/result_matchers.h"

namespace mammoth::namenode {

class NamesystemTest : public testing::Test {
 protected:
  NamesystemTest() {
    log::set_level(log::Level::kError);
    options.superuser = "hdfs";
    options.min_block_size_bytes = 16;
    options.lease_recheck_ms = 1;
    options.blocks.block_pool_id = "BP-test";
    options.blocks.check_registration_hostname = false;
    options.blocks.safe_mode.extension_ms = 0;
    start();
  }

  // A new process over what the table holds; the datanodes are strangers to it.
  void start() {
    system = std::make_unique<Namesystem>(
        options, NamesystemParts{.table = table, .clock = clock, .groups = groups});
    while (system->scan_blocks()) {
    }
    system->tick();
  }

  // The datanodes.

  static DatanodeRegistration registration(int i) {
    DatanodeRegistration r;
    r.id = {.ip_address = "10.0.1." + std::to_string(i),
            .host_name = "dn" + std::to_string(i),
            .uuid = uuid(i),
            .xfer_port = 9866,
            .info_port = 9864,
            .ipc_port = 9867};
    r.software_version = "3.4.2";
    return r;
  }
  static std::string uuid(int i) { return "uuid-" + std::to_string(i); }
  static std::string storage(int i) { return "DS-" + std::to_string(i); }

  void add_datanode(int i) {
    system->change_blocks([&](BlockManager& blocks) {
      ASSERT_TRUE(blocks.register_datanode(
          registration(i), {registration(i).id.ip_address, registration(i).id.host_name}));
    });
    heartbeat(i);
  }
  HeartbeatReply heartbeat(int i) {
    StorageReport volume;
    volume.uuid = storage(i);
    volume.capacity_bytes = volume.remaining_bytes = std::uint64_t{1} << 40;
    Heartbeat beat;
    beat.reports = {volume};
    return system->change_blocks(
        [&](BlockManager& blocks) { return *blocks.heartbeat(registration(i), beat); });
  }
  void event(int i, ReplicaEvent::Kind kind, const Block& block) {
    const std::vector<StorageReplicaEvents> events{
        {.storage = {.uuid = storage(i)},
         .events = {{.kind = kind, .block = block, .delete_hint = {}}}}};
    system->change_blocks([&](BlockManager& blocks) {
      ASSERT_TRUE(blocks.incremental_report(registration(i), events));
    });
  }
  void received(int i, const Block& block) { event(i, ReplicaEvent::Kind::kReceived, block); }

  // A writer.

  CreateFile create_request(const std::string& path, const std::string& client = "c1") const {
    return {.path = path,
            .mode = 0644,
            .client_name = client,
            .replication = 1,
            .block_size_bytes = 1024};
  }
  InodeId create(const std::string& path, const std::string& client = "c1") {
    const auto made = system->create(alice, create_request(path, client));
    EXPECT_TRUE(made.result) << path;
    return made.result->status.inode->id;
  }
  // The next block, written in full and reported.
  ExtendedBlock write_block(const std::string& path, std::optional<ExtendedBlock> previous,
                            std::uint64_t length, const std::string& client = "c1") {
    const auto added =
        system->add_block(alice, {.file = {path, client}, .previous = std::move(previous)});
    EXPECT_TRUE(added.result);
    ExtendedBlock block{"BP-test", added.result->located.block};
    block.block.length_bytes = length;
    for (const StorageTarget& place : added.result->located.locations)
      received(place.datanode->id.uuid.back() - '0', block.block);
    return block;
  }
  // A closed file of one block.
  ExtendedBlock write_file(const std::string& path, std::uint64_t length = 100) {
    create(path);
    const ExtendedBlock block = write_block(path, std::nullopt, length);
    EXPECT_TRUE(*system->complete(alice, {path, "c1"}, block).result);
    return block;
  }

  bool exists(const std::string& path) {
    return system->get_file_info(hdfs, path, false)->has_value();
  }
  InodePtr inode(const std::string& path) {
    return (*system->get_file_info(hdfs, path, false))->status.inode;
  }
  void mkdir(const std::string& path, const Caller& user, Mode mode = 0777) {
    ASSERT_TRUE(system->mkdirs(user, path, mode, true).result);
  }

  // hdfs is the superuser; alice and bob are in staff.
  const Caller hdfs{.user = "hdfs", .remote_address = "10.0.0.1"};
  const Caller alice{.user = "alice", .remote_address = "10.0.0.2"};
  const Caller bob{.user = "bob", .remote_address = "10.0.0.3"};

  MemoryInodeTable table;
  ManualClock clock;
  UserGroups groups{
      clock, [](const std::string&) { return std::vector<std::string>{"staff"}; }, {}, 300'000};
  NamesystemOptions options;
  std::unique_ptr<Namesystem> system;
};

}  // namespace mammoth::namenode
