#include "datanode/replicas/replica_writer.h"

#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

class ReplicaWriterTest : public StoreFixture {
 protected:
  std::unique_ptr<ReplicaWriter> create(std::uint64_t id) {
    auto opened = store_->create_rbw(request(block(id, 1001, 1 << 20)));
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }
  // Finalizes and compares both files with what one straight write would have made.
  void expect_sound(ReplicaWriter& writer, std::size_t length) {
    const auto replica = store_->finalize(writer, false);
    ASSERT_TRUE(replica) << replica.error().message;
    EXPECT_EQ(contents(path(*replica)), pattern(0, length));
    EXPECT_EQ(contents(meta_path(*replica)),
              encode_meta_header(DataChecksum{}) + checksums_of(pattern(0, length)));
  }
};

// Packets that follow one another end up as one file with one checksum a chunk.
TEST_F(ReplicaWriterTest, WritesPacketAfterPacket) {
  auto writer = create(1);
  put(*writer, 0, 126 * kChunk);
  put(*writer, 126 * kChunk, 126 * kChunk);
  put(*writer, 252 * kChunk, 100);
  expect_sound(*writer, 252 * kChunk + 100);
}

// hflush: Java's client sends a partial chunk, and later that chunk again from its start.
TEST_F(ReplicaWriterTest, ReplacesPartialChunkThatIsSentAgain) {
  auto writer = create(1);
  put(*writer, 0, kChunk + 10);
  put(*writer, kChunk, 300);
  put(*writer, kChunk, 3 * kChunk + 1);
  expect_sound(*writer, 4 * kChunk + 1);
}

// After an append the first packet holds just the bytes that complete the chunk: its checksum covers
// only them, the one on disk has to cover the whole chunk.
TEST_F(ReplicaWriterTest, ContinuesChunkWithBytesOnly) {
  auto writer = create(1);
  put(*writer, 0, kChunk + 10);
  put(*writer, kChunk + 10, 5);
  put(*writer, kChunk + 15, kChunk - 15);
  put(*writer, 2 * kChunk, 7);
  expect_sound(*writer, 2 * kChunk + 7);
}

// A client that recovered its pipeline sends again what is there already, in part or as a whole.
TEST_F(ReplicaWriterTest, SkipsWhatIsOnDisk) {
  auto writer = create(1);
  put(*writer, 0, 4 * kChunk + 100);
  put(*writer, kChunk, 2 * kChunk);
  EXPECT_EQ(writer->length_bytes(), 4 * kChunk + 100);
  put(*writer, kChunk, 5 * kChunk);
  expect_sound(*writer, 6 * kChunk);
}

// A gap would leave a hole of zeros that nobody wrote.
TEST_F(ReplicaWriterTest, RefusesGap) {
  auto writer = create(1);
  put(*writer, 0, kChunk);
  const auto data = pattern(2 * kChunk, kChunk);
  const auto written = writer->write(2 * kChunk, as_byte_view(data), {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message,
            "Received an out-of-sequence packet for blk_1_1001 at offset 1024. Expecting packet "
            "starting at 512");
}

// A packet that starts inside a chunk has one checksum for it; more chunks could not be told apart.
TEST_F(ReplicaWriterTest, RefusesUnalignedPacketOverChunkEnd) {
  auto writer = create(1);
  put(*writer, 0, 10);
  const auto data = pattern(10, kChunk);
  EXPECT_FALSE(writer->write(10, as_byte_view(data), {}));
}

// Checksums that are missing are computed.
TEST_F(ReplicaWriterTest, ComputesMissingChecksums) {
  auto writer = create(1);
  const auto data = pattern(0, 3 * kChunk + 9);
  ASSERT_TRUE(writer->write(0, as_byte_view(data), {}));
  expect_sound(*writer, data.size());
}

// Readers of a replica under construction see what was flushed, and its last chunk verifies although
// the file goes on growing.
TEST_F(ReplicaWriterTest, ReaderKeepsItsLastChecksum) {
  auto writer = create(1);
  put(*writer, 0, kChunk + 10);
  auto reader = store_->open_reader(block(1), {});
  ASSERT_TRUE(reader) << reader.error().message;
  put(*writer, kChunk, 2 * kChunk);
  ASSERT_EQ(reader->end(), kChunk + 10);
  std::string sums(2 * kCrcBytes, '\0');
  reader->read_checksums(0, kChunk + 10, std::as_writable_bytes(std::span(sums)));
  EXPECT_EQ(sums, checksums_of(pattern(0, kChunk + 10)));
}

// hsync survives a power cut: data, checksums and names.
TEST_F(ReplicaWriterTest, SyncIsDurable) {
  std::unique_ptr<ReplicaStore> before;  // outlives its writer
  auto writer = create(1);
  put(*writer, 0, kChunk + 10);
  writer->sync();
  put(*writer, kChunk, 200);
  disk_.crash();
  before = std::move(store_);  // what a new process finds, whatever the old one would still do
  open();
  const auto replica = store_->find(BlockId{1});
  ASSERT_TRUE(replica);
  EXPECT_EQ(replica->state, ReplicaState::kRwr);
  EXPECT_EQ(replica->block.length_bytes, kChunk + 10);
}

// What was written but never flushed does not outlive a writer who is interrupted: the file would be
// longer than what a recovery is told.
TEST_F(ReplicaWriterTest, InterruptedWriterCutsUnflushedBytes) {
  auto writer = create(1);
  put(*writer, 0, kChunk);
  const auto data = pattern(kChunk, kChunk);
  ASSERT_TRUE(writer->write(kChunk, as_byte_view(data), {}));
  const auto file = path(writer->replica());
  writer.reset();
  EXPECT_EQ(contents(file).size(), kChunk);
  EXPECT_EQ(store_->find(BlockId{1})->block.length_bytes, kChunk);
}

}  // namespace
}  // namespace mammoth::datanode
