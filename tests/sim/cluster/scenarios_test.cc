// Single failures of a small cluster, told step by step.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "tests/sim/cluster/cluster.h"
#include "tests/sim/world/history.h"

namespace mammoth::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBytes = 1000;

// Runs `client` on a node of a cluster with `datanodes` DataNodes, from its first second on.
History with_cluster(std::size_t datanodes,
                     const std::function<std::string(Cluster&, hdfs::FileSystem&)>& client) {
  return live(1, [&](World& world) {
    Cluster cluster(world, {.datanodes = datanodes});
    std::promise<std::string> answer;
    world.spawn(cluster.client(0), [&] {
      std::this_thread::sleep_for(10s);
      answer.set_value(client(cluster, *cluster.file_system()));
    });
    return answer.get_future().get();
  });
}

std::unique_ptr<hdfs::FileWriter> flushed_file(hdfs::FileSystem& files) {
  auto writer = files.create("/file", {});
  if (!writer) fail("create: " + writer.error().message);
  const std::vector<std::byte> bytes(kBytes, std::byte{'x'});
  if (const auto written = (*writer)->write(bytes); !written) fail(written.error().message);
  if (const auto flushed = (*writer)->hflush(); !flushed) fail(flushed.error().message);
  return std::move(*writer);
}

// After a restart a replica in the making tells nobody its length before it is recovered: readers
// must be refused and not be shown a file that lacks what was flushed (Hadoop:
// CannotObtainBlockLengthException).
TEST(Scenario, AReaderIsRefusedWhereTheLengthIsNotKnown) {
  const History history = with_cluster(1, [](Cluster& cluster, hdfs::FileSystem& files) {
    const auto writer = flushed_file(files);
    cluster.kill_datanode(0);
    cluster.start_datanode(0);
    std::this_thread::sleep_for(60s);
    const auto reader = files.open("/file");
    return reader ? "read as " + std::to_string((*reader)->length_bytes()) + " bytes"
                  : std::string("refused");
  });
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_EQ(history.words, "refused");
}

// A replica that is not there is no proof that nothing was written, while others cannot be asked.
TEST(Scenario, AFlushedFileIsNotEmptyWhileOneOfItsDatanodesIsSilent) {
  const History history = with_cluster(3, [](Cluster& cluster, hdfs::FileSystem& files) {
    const auto writer = flushed_file(files);
    for (std::size_t i = 1; i < 3; ++i) cluster.kill_datanode(i);
    const auto reader = files.open("/file");
    return reader ? std::to_string((*reader)->length_bytes()) : std::string("refused");
  });
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_EQ(history.words, std::to_string(kBytes));
}

// The NameNode killed while a file is written: the writer goes on with the next one.
TEST(Scenario, AWriterOutlivesTheNameNode) {
  const History history = with_cluster(3, [](Cluster& cluster, hdfs::FileSystem& files) {
    const auto writer = flushed_file(files);
    cluster.kill_namenode();
    std::this_thread::sleep_for(5s);
    cluster.start_namenode();
    const auto closed = writer->close();
    if (!closed) return closed.error().message;
    const auto status = files.status("/file");
    return status ? std::to_string(status->length_bytes) : status.error().message;
  });
  EXPECT_TRUE(history.good) << history.words;
  EXPECT_EQ(history.words, std::to_string(kBytes));
}

}  // namespace
}  // namespace mammoth::sim
