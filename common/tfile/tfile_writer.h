// TFile, the container of aggregated logs (Hadoop: TFile, BCFile): records of key and value in
// blocks, and behind them an index. No compression, no order of keys.
//
//   magic | block… | TFile.meta | TFile.index | BCFile.index | names of those three
//         | int64 where the names begin | int16 1, int16 0 | magic
//   record: vint key length, key, value in chunks: vint -length for all but the last, +length there
//
// The variable numbers are TFile's own, not those of Writables.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth::tfile {

// Not thread-safe. After an error the file is worth nothing.
class Writer {
 public:
  using Sink = std::function<Result<void>(std::string_view bytes)>;
  static constexpr std::uint64_t kMinBlockBytes = 256 << 10;

  explicit Writer(Sink sink) : sink_(std::move(sink)) {}

  // One record: begin, any number of pieces, end.
  Result<void> begin_record(std::string_view key);
  Result<void> write_value(std::string_view piece);
  Result<void> end_record();
  // Nothing may follow.
  Result<void> finish();

 private:
  struct Region {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
  };
  struct BlockEntry {
    std::string last_key;
    std::uint64_t records = 0;
  };

  Result<void> put(std::string_view bytes);
  Result<void> end_block();
  Result<Region> put_region(std::string_view bytes);

  const Sink sink_;
  std::uint64_t position_ = 0;
  std::uint64_t block_begin_ = 0;
  std::string key_;
  std::string chunk_;
  std::string first_key_;
  std::uint64_t records_ = 0;
  std::uint64_t block_records_ = 0;
  std::vector<Region> blocks_;
  std::vector<BlockEntry> index_;
};

// What a file begins and ends with.
std::string_view magic();

// One to nine bytes.
void append_number(std::string& out, std::int64_t number);
// Java's DataOutput.writeUTF; at most 65535 bytes of text, without NUL.
void append_utf(std::string& out, std::string_view text);

}  // namespace mammoth::tfile
