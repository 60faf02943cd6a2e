// Reads a range of one block from one DataNode (Hadoop: BlockReaderRemote): one READ_BLOCK
// operation, every chunk verified before its bytes are handed out, unless that is not wanted.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include "common/hdfs/datanode_connections.h"

namespace hadoop::hdfs {
class LocatedBlockProto;
class DatanodeInfoProto;
}  // namespace hadoop::hdfs

namespace mammoth::hdfs {

// A chunk that does not match its checksum: this replica is corrupt.
struct ChecksumMismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct BlockRange {
  std::uint64_t offset_bytes = 0;  // in the block
  std::uint64_t length_bytes = 0;
  bool verifies = true;  // otherwise the DataNode is asked for bytes without checksums
};

// The bytes of a range of one block, wherever they come from (Hadoop: BlockReader). One thread at a
// time. Whatever goes wrong is an exception, and the source is of no more use: ChecksumMismatch,
// ErrorException (the DataNode refused), MalformedInput, DeadlineExceeded, std::system_error,
// boost::system::system_error.
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  // At most `buffer.size()` bytes; 0 at the end of the range only.
  virtual std::size_t read(std::span<std::byte> buffer) = 0;
  virtual bool is_local() const = 0;          // a DataNode of this machine
  virtual bool is_short_circuit() const = 0;  // its files
};

class BlockReader final : public BlockSource {
 public:
  BlockReader(DatanodeConnections& connections, const ::hadoop::hdfs::LocatedBlockProto& block,
              const ::hadoop::hdfs::DatanodeInfoProto& node, BlockRange range,
              std::string client_name, Duration timeout);
  ~BlockReader() override;

  std::size_t read(std::span<std::byte> buffer) override;
  bool is_local() const override { return is_local_; }
  bool is_short_circuit() const override { return false; }
  std::uint64_t position() const { return position_; }  // in the block
  std::uint64_t end() const { return end_; }

 private:
  void start(const ::hadoop::hdfs::LocatedBlockProto& block, const std::string& client_name,
             bool verifies);
  void next_packet();
  void finish();

  DatanodeConnections& connections_;
  const Duration timeout_;
  const bool is_local_;
  std::unique_ptr<DatanodeConnection> connection_;  // null once it was given back
  DataChecksum checksum_;
  std::uint64_t position_;
  const std::uint64_t end_;
  ByteView unread_;  // of the packet in the connection's buffer, from position_ on
};

}  // namespace mammoth::hdfs
