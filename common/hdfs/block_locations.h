// The blocks of one open file, fetched in ranges as reads reach them (Hadoop: LocatedBlocks in
// DFSInputStream). Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "common/base/result.h"

namespace hadoop::hdfs {
class LocatedBlockProto;
class LocatedBlocksProto;
}  // namespace hadoop::hdfs

namespace mammoth::hdfs {

struct HdfsClient;

class BlockLocations {
 public:
  using Block = ::hadoop::hdfs::LocatedBlockProto;

  // Asks for the first blocks, and for the visible length when the file is being written.
  // kFileNotFound when there is no such file.
  static Result<std::unique_ptr<BlockLocations>> open(std::shared_ptr<HdfsClient> client,
                                                      std::string path);
  ~BlockLocations();

  std::uint64_t file_length_bytes() const { return file_length_; }

  // The block that holds the byte at `offset_bytes`, which is below the file's length.
  Result<std::shared_ptr<const Block>> at(std::uint64_t offset_bytes);
  // Forgets what is known from there on: the next at() asks the NameNode.
  void refresh(std::uint64_t offset_bytes);

 private:
  BlockLocations(std::shared_ptr<HdfsClient> client, std::string path);
  Result<void> fetch(std::uint64_t offset_bytes);
  Result<void> add_block_under_construction(const ::hadoop::hdfs::LocatedBlocksProto& answer);

  const std::shared_ptr<HdfsClient> client_;
  const std::string path_;
  std::uint64_t file_length_ = 0;  // constant after open()

  std::mutex mutex_;
  // By offset in the file; guarded by mutex_.
  std::map<std::uint64_t, std::shared_ptr<const Block>> blocks_;
};

}  // namespace mammoth::hdfs
