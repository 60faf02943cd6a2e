// A replica store on a disk in memory, for the unit tests of the datanode.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/io/memory_disk.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {

inline const NamespaceIdentity kIdentity{
    .namespace_id = 42, .cluster_id = "CID-1", .c_time = 0, .block_pool_id = "BP-1-127.0.0.1-1"};

// Remembers what it was told.
class RecordedEvents final : public ReplicaEvents {
 public:
  void receiving(const Block& block, const Volume&) override { note("receiving", block); }
  std::uint64_t received(const Block& block, const Volume&, const std::string&) override {
    note("received", block);
    return 1;
  }
  void deleted(const Block& block, const Volume&) override { note("deleted", block); }
  bool wait_until_reported(std::uint64_t, std::chrono::milliseconds) override { return true; }
  void corrupt(const Block& block, const Volume&) override { note("corrupt", block); }
  void volume_failed(const Volume& volume, bool must_stop, const std::string&) override {
    const std::lock_guard lock(mutex_);
    log_.push_back("failed " + volume.root() + (must_stop ? " stop" : ""));
  }

  std::vector<std::string> log() const {
    const std::lock_guard lock(mutex_);
    return log_;
  }

 private:
  void note(const std::string& what, const Block& block) {
    const std::lock_guard lock(mutex_);
    log_.push_back(what + " " + to_text(block));
  }
  mutable std::mutex mutex_;
  std::vector<std::string> log_;
};

class StoreFixture : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kChunk = 512;

  StoreFixture() {
    log::set_level(log::Level::kError);
    open();
  }

  ReplicaStoreOptions options() const {
    ReplicaStoreOptions result;
    result.volumes.locations = locations_;
    result.volumes.failures_tolerated = failures_tolerated_;
    result.writer_stop_limit = std::chrono::milliseconds(50);
    result.check_min_gap = std::chrono::milliseconds(0);
    return result;
  }

  // As when the process starts; an earlier one is gone without a word.
  void open() {
    store_.reset();
    store_ = std::make_unique<ReplicaStore>(*disk_in_use_, clock_, options(), events_);
    const auto opened = store_->open(kIdentity);
    ASSERT_TRUE(opened) << opened.error().message;
  }

  static std::shared_ptr<Writer> writer() { return std::make_shared<Writer>([] {}); }

  static Block block(std::uint64_t id, std::uint64_t stamp = 1001, std::uint64_t length = 0) {
    return {BlockId{id}, GenerationStamp{stamp}, length};
  }
  static WriteRequest request(const Block& block, std::uint64_t new_stamp = 0) {
    WriteRequest result;
    result.block = block;
    result.new_stamp = GenerationStamp{new_stamp};
    result.writer = writer();
    return result;
  }

  static std::string pattern(std::uint64_t offset, std::size_t count) {
    std::string data(count, '\0');
    for (std::size_t i = 0; i < count; ++i)
      data[i] = static_cast<char>((offset + i) * 31 + (offset + i) / 251);
    return data;
  }
  static std::string checksums_of(std::string_view data) {
    const DataChecksum checksum;
    std::string sums(checksum.checksums_bytes(data.size()), '\0');
    checksum.compute(as_byte_view(data), std::as_writable_bytes(std::span(sums)));
    return sums;
  }

  // Writes pattern bytes as one packet, acknowledged.
  static void put(ReplicaWriter& writer, std::uint64_t offset, std::size_t count) {
    const auto data = pattern(offset, count);
    const auto sums = checksums_of(data);
    const auto written = writer.write(offset, as_byte_view(data), as_byte_view(sums));
    ASSERT_TRUE(written) << written.error().message;
    writer.flush();
    writer.progress()->set_acknowledged(offset + count);
  }

  Replica make_finalized(std::uint64_t id, std::size_t length, std::uint64_t stamp = 1001) {
    auto asked = request(block(id, stamp, length));
    auto opened = store_->create_rbw(asked);
    EXPECT_TRUE(opened) << opened.error().message;
    auto& writer = **opened;
    put(writer, 0, length);
    const auto replica = store_->finalize(writer, false);
    EXPECT_TRUE(replica);
    asked.writer->leave();
    return *replica;
  }

  std::string path(const Replica& replica) const {
    return store_->volumes().at(replica.volume)->block_file(replica);
  }
  std::string meta_path(const Replica& replica) const {
    return store_->volumes().at(replica.volume)->meta_file(replica);
  }
  std::string contents(const std::string& path) {
    return read_file(disk_, path, 1u << 30);
  }

  // Reads a range and checks every chunk against its checksum.
  std::string read(const Block& block, const ReplicaRange& range = {}) {
    auto opened = store_->open_reader(block, range);
    if (!opened) return "refused: " + opened.error().message;
    const auto length = opened->end() - opened->start();
    std::string data(length, '\0');
    EXPECT_EQ(opened->data().read_at(opened->start(), std::as_writable_bytes(std::span(data))),
              length);
    std::string sums(opened->checksum().checksums_bytes(length), '\0');
    opened->read_checksums(opened->start(), length, std::as_writable_bytes(std::span(sums)));
    EXPECT_FALSE(opened->checksum().verify(as_byte_view(data), as_byte_view(sums)));
    return data;
  }

  MemoryDisk disk_;
  Disk* disk_in_use_ = &disk_;
  SystemClock clock_;
  RecordedEvents events_;
  std::vector<StorageLocation> locations_{{StorageType::kDisk, "/data/1"}};
  int failures_tolerated_ = 0;
  std::unique_ptr<ReplicaStore> store_;
};

}  // namespace mammoth::datanode
