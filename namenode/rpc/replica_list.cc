#include "namenode/rpc/replica_list.h"

#include <fmt/format.h>

#include "common/io/byte_reader.h"
#include "common/io/malformed_input.h"

namespace mammoth::namenode {

namespace {

using hadoop::hdfs::datanode::StorageBlockReportProto;

constexpr std::uint64_t kDelimiter = ~std::uint64_t{0};

Error broken(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("Malformed block report: {}", what)};
}

Result<ReplicaState> to_replica_state(std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(ReplicaState::kTemporary))
    return broken(fmt::format("replica state {}", value));
  return static_cast<ReplicaState>(value);
}

class BufferCursor final : public ReplicaCursor {
 public:
  explicit BufferCursor(const StorageBlockReportProto& report) : report_(report), bytes_({}) {}

  Result<std::optional<ReportedReplica>> next() override {
    while (bytes_.at_end()) {
      if (next_buffer_ == report_.blocksbuffers_size()) return finish();
      bytes_ = ByteReader(as_byte_view(report_.blocksbuffers(next_buffer_++)));
    }
    try {
      ReportedReplica replica;
      replica.block.id = BlockId(static_cast<std::uint64_t>(bytes_.zigzag()));
      replica.block.length_bytes = bytes_.varint();
      replica.block.generation_stamp = GenerationStamp(bytes_.varint());
      replica.state = TRY(to_replica_state(bytes_.varint()));
      ++count_;
      return std::optional(replica);
    } catch (const MalformedInput& malformed) {
      return broken(malformed.what());
    }
  }

 private:
  Result<std::optional<ReportedReplica>> finish() const {
    if (report_.has_numberofblocks() && report_.numberofblocks() != count_)
      return broken(
          fmt::format("{} replicas announced, {} found", report_.numberofblocks(), count_));
    return std::optional<ReportedReplica>{};
  }

  const StorageBlockReportProto& report_;
  ByteReader bytes_;
  int next_buffer_ = 0;
  std::uint64_t count_ = 0;
};

class LongCursor final : public ReplicaCursor {
 public:
  explicit LongCursor(const StorageBlockReportProto& report) : longs_(report.blocks()) {}

  Result<std::optional<ReportedReplica>> next() override {
    if (longs_.empty()) return std::optional<ReportedReplica>{};
    if (position_ == 0) TRY(read_header());
    if (finalized_left_ == 0 && !delimiter_read_) TRY(read_delimiter());
    if (finalized_left_ > 0) {
      --finalized_left_;
      return std::optional(ReportedReplica{take_block(), ReplicaState::kFinalized});
    }
    if (open_left_ == 0) return std::optional<ReportedReplica>{};
    --open_left_;
    const Block block = take_block();
    return std::optional(ReportedReplica{block, TRY(to_replica_state(take()))});
  }

 private:
  // The counts must account for every number in the list; from then on none can be missing.
  Result<void> read_header() {
    if (longs_.size() < 2) return broken("no header");
    finalized_left_ = take();
    open_left_ = take();
    const auto size = static_cast<std::uint64_t>(longs_.size());
    const std::uint64_t most = size / 3;
    if (finalized_left_ > most || open_left_ > most ||
        2 + 3 * finalized_left_ + 3 + 4 * open_left_ != size)
      return broken(fmt::format("{} finalized and {} open replicas in {} numbers", finalized_left_,
                                open_left_, size));
    return {};
  }

  Result<void> read_delimiter() {
    delimiter_read_ = true;
    for (int i = 0; i < 3; ++i)
      if (take() != kDelimiter) return broken("no delimiter");
    return {};
  }

  std::uint64_t take() { return longs_.Get(position_++); }
  Block take_block() {
    Block block;
    block.id = BlockId(take());
    block.length_bytes = take();
    block.generation_stamp = GenerationStamp(take());
    return block;
  }

  const google::protobuf::RepeatedField<std::uint64_t>& longs_;
  int position_ = 0;
  std::uint64_t finalized_left_ = 0;
  std::uint64_t open_left_ = 0;
  bool delimiter_read_ = false;
};

}  // namespace

std::unique_ptr<ReplicaCursor> make_replica_cursor(const StorageBlockReportProto& report) {
  if (report.blocksbuffers_size() > 0 || report.blocks().empty())
    return std::make_unique<BufferCursor>(report);
  return std::make_unique<LongCursor>(report);
}

}  // namespace mammoth::namenode
