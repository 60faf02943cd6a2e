// Blocks over a connection: served, fetched, missing, damaged.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "common/io/crc32.h"
#include "spark-core/blocks/block_client.h"
#include "spark-core/blocks/block_server.h"
#include "spark-core/net/server.h"
#include "spark-core/shuffle/file_names.h"

namespace mammoth::spark {
namespace {

class Blocks : public testing::Test {
 protected:
  // As every program of the engine does: sendfile(2) cannot be told not to raise it.
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }
  static std::string scratch() {
    std::string path = testing::TempDir() + "blocks-XXXXXX";
    return ::mkdtemp(path.data());
  }
  static std::string big_endian(std::uint64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
    return bytes;
  }
  void write(const std::string& name, const std::string& bytes) {
    LocalFile::create(files_.path_of(name)).append(bytes);
  }
  // A map output with these parts.
  void write_output(const MapOutputId& id, const std::vector<std::string>& parts) {
    std::string data, index = big_endian(0), checksums;
    for (const std::string& part : parts) {
      data += part;
      index += big_endian(data.size());
      checksums += big_endian(update_crc(ChecksumType::kCrc32c, 0, as_byte_view(part)));
    }
    write(data_name(id), data);
    write(index_name(id), index);
    write(checksum_name(id), checksums);
  }
  std::unique_ptr<RemoteOutputs> fetch(std::vector<MapOutputId> ids, int reduce) {
    return fetch_outputs(options_, files_, {"1", "127.0.0.1", server_.port(), {}}, std::move(ids),
                         reduce);
  }

  LocalFiles files_{LocalRoots{scratch()}};
  BlockStore cached_{files_, 600'000};
  net::Server server_{"127.0.0.1", 0, "secret", [this](net::Socket& socket) {
                        serve_blocks(socket, net::receive_frame(socket, kMostRequestBytes),
                                     files_, &cached_);
                      }};
  FetchOptions options_{"secret", std::chrono::seconds(5), 1, std::chrono::milliseconds(10), 64};
};

TEST_F(Blocks, ComeInTheOrderTheyWereAskedForInMemoryAndOnDisk) {
  std::vector<MapOutputId> ids;
  for (int map = 0; map < 300; ++map) {
    ids.push_back({3, 100 + map, map});
    write_output(ids.back(), {"never", std::string(static_cast<std::size_t>(map), 'a'), ""});
  }
  const auto outputs = fetch(ids, 1);
  for (std::size_t map = 0; map < 300; ++map)
    ASSERT_EQ(outputs->next(), std::string(map, 'a')) << "those above 64 bytes come from a file";
  const auto nothing = fetch({ids[0]}, 2);
  EXPECT_EQ(nothing->next(), "");
}

TEST_F(Blocks, AMissingOutputIsSaidSoAndOthersStillCome) {
  write_output({3, 1, 0}, {"here"});
  EXPECT_THROW(fetch({{3, 2, 1}}, 0)->next(), std::runtime_error);
  EXPECT_THROW(fetch({{3, 1, 0}}, 5)->next(), std::runtime_error);
  EXPECT_EQ(fetch({{3, 1, 0}}, 0)->next(), "here");
}

TEST_F(Blocks, DamagedBytesAreNotHandedOn) {
  write_output({3, 1, 0}, {"precious"});
  write(data_name({3, 1, 0}), "precioux");
  EXPECT_THROW(fetch({{3, 1, 0}}, 0)->next(), std::runtime_error);
  write(data_name({3, 1, 0}), "prec");
  EXPECT_THROW(fetch({{3, 1, 0}}, 0)->next(), std::runtime_error);
}

TEST_F(Blocks, AreFetchedByNameAndResultsOnce) {
  write("broadcast_7", std::string(3'000'000, 'b'));
  write("taskresult_9", "result");
  const auto get = [&](const std::string& name, std::uint64_t most) {
    return fetch_block(options_, "127.0.0.1", server_.port(), name, most);
  };
  EXPECT_EQ(get("broadcast_7", 3'000'000).size(), 3'000'000U);
  EXPECT_EQ(get("broadcast_7", 3'000'000).size(), 3'000'000U);
  EXPECT_THROW(get("broadcast_7", 2'999'999), std::runtime_error);
  EXPECT_EQ(get("taskresult_9", 100), "result");
  // The server erases it after the last byte, which we may have had before that.
  while (std::filesystem::exists(files_.find("taskresult_9"))) std::this_thread::yield();
  EXPECT_THROW(get("taskresult_9", 100), std::runtime_error);
  for (const char* name : {"", "../etc/passwd", "/etc/passwd", "nothing"})
    EXPECT_THROW(get(name, 1 << 20), std::runtime_error);
}

TEST_F(Blocks, CachedPartitionsAreFetchedAndCopied) {
  const OutputPlace place{"1", "127.0.0.1", server_.port(), {}};
  const std::string bytes(100'000, 'c');
  EXPECT_EQ(fetch_cached(options_, place, {3, 1}, 1 << 20), std::nullopt);
  EXPECT_TRUE(send_copy(options_, place, {3, 1}, StorageLevel::MEMORY_ONLY_2, bytes));
  EXPECT_EQ(fetch_cached(options_, place, {3, 1}, 1 << 20), bytes);
  EXPECT_EQ(fetch_cached(options_, place, {3, 1}, 99'999), std::nullopt) << "longer than wanted";
  EXPECT_EQ(fetch_cached(options_, place, {3, 2}, 1 << 20), std::nullopt);
}

TEST_F(Blocks, CopiesGoToDiskOrAreRefusedWhenMemoryIsShort) {
  const OutputPlace place{"1", "127.0.0.1", server_.port(), {}};
  const std::string most(400'000, 'm');
  EXPECT_FALSE(send_copy(options_, place, {1, 0}, StorageLevel::MEMORY_ONLY_2, most + most));
  EXPECT_TRUE(send_copy(options_, place, {1, 0}, StorageLevel::MEMORY_ONLY_2, most));
  EXPECT_FALSE(send_copy(options_, place, {1, 1}, StorageLevel::MEMORY_ONLY_2, most))
      << "the room of an RDD's other partitions is not taken";
  EXPECT_TRUE(send_copy(options_, place, {1, 1}, StorageLevel::MEMORY_AND_DISK_2, most));
  EXPECT_EQ(fetch_cached(options_, place, {1, 0}, 1 << 20), most);
  EXPECT_EQ(fetch_cached(options_, place, {1, 1}, 1 << 20), most);
  EXPECT_EQ(cached_.block_count(), 2U);
}

TEST_F(Blocks, AreNotForStrangers) {
  options_.secret = "another";
  write("broadcast_7", "b");
  EXPECT_THROW(fetch_block(options_, "127.0.0.1", server_.port(), "broadcast_7", 10),
               net::ConnectionLost);
}

}  // namespace
}  // namespace mammoth::spark
